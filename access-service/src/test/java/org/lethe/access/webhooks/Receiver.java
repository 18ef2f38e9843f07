package org.lethe.access.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Whoever a webhook leads to.
final class Receiver implements AutoCloseable {
    final List<Received> all = new CopyOnWriteArrayList<>();

    /// How it answers from now on.
    volatile Answering answering = exchange -> exchange.sendResponseHeaders(204, -1);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    record Received(String id, String timestamp, String signature, String host, String type, String body) {}

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    void answers(int status) {
        answering = exchange -> exchange.sendResponseHeaders(status, -1);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            all.add(new Received(
                    header(exchange, "webhook-id"),
                    header(exchange, "webhook-timestamp"),
                    header(exchange, "webhook-signature"),
                    header(exchange, "host"),
                    header(exchange, "content-type"),
                    body));
            answering.answer(exchange);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return String.join(", ", exchange.getRequestHeaders().getOrDefault(name, List.of()));
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
