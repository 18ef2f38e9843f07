package org.lethe.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// The peer of single messages by HTTP: a bare WebFlux endpoint that INSERTs the plain text, one a transaction, on 16
/// connections.
final class BareInsertServer {
    static final String PATH = "/messages";
    static final String DATABASE = "BENCH_JDBC_URL";

    private static final int CONNECTIONS = 16;

    private final HikariDataSource dataSource;
    private final Scheduler scheduler = Schedulers.newBoundedElastic(CONNECTIONS, Integer.MAX_VALUE, "peer");
    private final UUID[] conversations = Stream.generate(UUID::randomUUID)
            .limit(HttpBenchmark.OPEN_CONVERSATIONS)
            .toArray(UUID[]::new);

    private BareInsertServer(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    record Plain(String from, String text) {}

    record Made(UUID messageId) {}

    static void main() throws SQLException {
        BareInsertServer server = new BareInsertServer(BenchPostgres.pool(System.getenv(DATABASE), CONNECTIONS));
        server.createTable();
        HttpService.peer(Integer.parseInt(System.getenv("SERVER_PORT")), server.routes())
                .onDispose()
                .block();
    }

    private void createTable() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE message (id uuid PRIMARY KEY, conversation uuid NOT NULL,"
                    + " sender text NOT NULL, body text NOT NULL, sent_at timestamptz NOT NULL)");
            statement.execute("CREATE INDEX ON message (conversation, sent_at)");
        }
    }

    private RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET(JavaProcess.READY, _ -> ServerResponse.ok().bodyValue("UP"))
                .POST(
                        PATH,
                        (ServerRequest request) -> request.bodyToMono(Plain.class)
                                .flatMap(message ->
                                        Mono.fromCallable(() -> insert(message)).subscribeOn(scheduler))
                                .flatMap(id -> ServerResponse.status(201).bodyValue(new Made(id))))
                .build();
    }

    private UUID insert(Plain message) throws SQLException {
        UUID id = UUID.randomUUID();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO message VALUES (?, ?, ?, ?, ?)")) {
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
