package org.lethe.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;

/// Single messages by HTTP against a bare WebFlux endpoint that inserts the plain text.
final class HttpBenchmark implements Benchmark {
    private static final int CLIENTS = 64;
    private static final int OPEN_CONVERSATIONS = 2_000;
    private static final String TEXT = "x".repeat(100);
    private static final String BODY = "{\"from\":\"consumer\",\"text\":\"" + TEXT + "\"}";

    record Plain(String from, String text) {}

    record Made(UUID messageId) {}

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String description() {
        return "single messages by HTTP, keep-alive, 64 clients, against a bare WebFlux endpoint that INSERTs plain text";
    }

    @Override
    public List<Figure> run(Setting setting) throws Exception {
        Scheduler sixteen = Schedulers.newBoundedElastic(16, Integer.MAX_VALUE, "peer");
        try (HttpService ours = new HttpService(setting.newService())) {
            List<byte[]> requests = ours.openConversations(OPEN_CONVERSATIONS).stream()
                    .map(path -> HttpClientSocket.post(path, ours.token, "application/json", BODY))
                    .toList();
            createTable(ours.bench);
            DisposableServer theirs = HttpService.peer(peer(ours.bench, sixteen));
            byte[] request = HttpClientSocket.post("/messages", "none", "application/json", BODY);
            try {
                double[] medians = new Rounds(setting)
                        .medians(
                                name(),
                                length -> load(ours.port, requests, length),
                                length -> load(theirs.port(), List.of(request), length));
                return List.of(
                        Figure.atLeast(name(), medians[0], "messages/s", "bare WebFlux with INSERT", medians[1], 1.0));
            } finally {
                theirs.disposeNow();
            }
        } finally {
            sixteen.dispose();
        }
    }

    private static double load(int port, List<byte[]> requests, Duration length) throws Exception {
        List<HttpClientSocket> sockets = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            sockets.add(new HttpClientSocket(port));
        }
        try {
            return InFlight.rate(CLIENTS, true, length, worker -> {
                byte[] request = requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
                HttpClientSocket.Reply reply = sockets.get(worker).send(request);
                if (reply.status() != 201) {
                    throw new IllegalStateException("answered " + reply.status() + ": " + reply.text());
                }
            });
        } finally {
            for (HttpClientSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void createTable(Bench bench) throws SQLException {
        try (Connection connection = bench.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE public.message (id uuid PRIMARY KEY, conversation uuid NOT NULL,"
                    + " sender text NOT NULL, body text NOT NULL, sent_at timestamptz NOT NULL)");
            statement.execute("CREATE INDEX ON public.message (conversation, sent_at)");
        }
    }

    private static RouterFunction<ServerResponse> peer(Bench bench, Scheduler scheduler) {
        UUID[] conversations = new UUID[OPEN_CONVERSATIONS];
        for (int i = 0; i < conversations.length; i++) {
            conversations[i] = UUID.randomUUID();
        }
        return RouterFunctions.route()
                .POST(
                        "/messages",
                        (ServerRequest request) -> request.bodyToMono(Plain.class)
                                .flatMap(message -> Mono.fromCallable(() -> insert(bench, conversations, message))
                                        .subscribeOn(scheduler))
                                .flatMap(id -> ServerResponse.status(201).bodyValue(new Made(id))))
                .build();
    }

    private static UUID insert(Bench bench, UUID[] conversations, Plain message) throws SQLException {
        UUID id = UUID.randomUUID();
        try (Connection connection = bench.dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO public.message VALUES (?, ?, ?, ?, ?)")) {
            insert.setObject(1, id);
            insert.setObject(2, conversations[ThreadLocalRandom.current().nextInt(conversations.length)]);
            insert.setString(3, message.from());
            insert.setString(4, message.text());
            insert.setObject(5, Instant.now().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        return id;
    }
}
