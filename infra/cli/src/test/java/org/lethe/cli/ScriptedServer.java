package org.lethe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that answers what a test tells it to, and keeps what it was asked.
final class ScriptedServer implements AutoCloseable {
    private record Reply(String start, int status, String body, String etag) {}

    private final List<Reply> replies = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// @param start of the requests that it is for, such as `GET /v1/keys`; of several, the first that was told counts
    void reply(String start, int status, String body) {
        reply(start, status, body, "");
    }

    /// @param etag empty for none
    void reply(String start, int status, String body, String etag) {
        replies.add(new Reply(start, status, body, etag));
    }

    /// Forgets the replies that are for such requests.
    void forget(String part) {
        replies.removeIf(reply -> reply.start().contains(part));
    }

    /// Method, path, If-Match and body of each request.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
            asked.add(request
                    + (ifMatch == null ? "" : " If-Match " + ifMatch)
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Reply reply = replies.stream()
                    .filter(one -> request.startsWith(one.start()))
                    .findFirst()
                    .orElse(new Reply("", 404, "{\"title\": \"Not found\"}", ""));
            if (!reply.etag().isEmpty()) {
                exchange.getResponseHeaders().add("ETag", reply.etag());
            }
            byte[] body = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
