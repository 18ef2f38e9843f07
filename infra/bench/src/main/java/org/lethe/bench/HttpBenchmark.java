package org.lethe.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Single messages by HTTP to `lethe up` against a bare WebFlux endpoint that inserts the plain text. Each server is a
/// process of its own, on databases of one PostgreSQL.
final class HttpBenchmark implements Benchmark {
    static final int OPEN_CONVERSATIONS = 2_000;

    private static final int CLIENTS = 64;
    private static final String TEXT = "x".repeat(100);
    private static final String BODY = "{\"from\":\"consumer\",\"text\":\"" + TEXT + "\"}";
    private static final String JSON = "application/json";

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String description() {
        return "single messages by HTTP, keep-alive, 64 clients, against a bare WebFlux endpoint that INSERTs plain text";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (TempFolder folder = TempFolder.create()) {
            return run(setting, folder.path());
        }
    }

    private List<Figure> run(Workload setting, Path folder) throws Exception {
        Map<String, String> ourDatabase = Map.of(
                "LETHE_DATA",
                folder.toString(),
                "LETHE_DB_URL",
                setting.postgres().newDatabaseUrl());
        Map<String, String> theirDatabase =
                Map.of(BareInsertServer.DATABASE, setting.postgres().newDatabaseUrl());
        List<String> theirCommand =
                JavaProcess.command(List.of(), System.getProperty("java.class.path"), BareInsertServer.class.getName());
        try (JavaProcess ours = JavaProcess.start(JavaProcess.letheUp(), ourDatabase);
                JavaProcess theirs = JavaProcess.start(theirCommand, theirDatabase)) {
            ours.awaitReady();
            theirs.awaitReady();
            List<byte[]> ourRequests = open(
                    ours.port,
                    Files.readString(folder.resolve("operator.token")).strip());
            List<byte[]> theirRequests = List.of(HttpClientSocket.post(BareInsertServer.PATH, "none", JSON, BODY));
            double[] medians = new Rounds(setting)
                    .medians(
                            name(),
                            length -> load(ours.port, ourRequests, length),
                            length -> load(theirs.port, theirRequests, length));
            return List.of(
                    Figure.atLeast(name(), medians[0], "messages/s", "bare WebFlux with INSERT", medians[1], 1.0));
        }
    }

    /// Opens conversations, each with a consumer of its own; what to send to each.
    private static List<byte[]> open(int port, String token) throws Exception {
        List<byte[]> requests = new ArrayList<>(OPEN_CONVERSATIONS);
        try (HttpClientSocket http = new HttpClientSocket(port)) {
            JsonNode client = post(http, "/v1/clients", token, """
                    {"name":"bench","region":"local","retention":{"rules":[{"category":"default","period":"P13M"}]}}""");
            String conversations = "/v1/clients/" + client.get("client_id").asString() + "/conversations";
            for (int i = 0; i < OPEN_CONVERSATIONS; i++) {
                JsonNode opened = post(
                        http,
                        conversations,
                        token,
                        "{\"channel\":\"web\",\"consumer\":{\"external_id\":\"" + i + "\"}}");
                String path =
                        conversations + "/" + opened.get("conversation_id").asString() + "/messages";
                requests.add(HttpClientSocket.post(path, token, JSON, BODY));
            }
        }
        return requests;
    }

    private static JsonNode post(HttpClientSocket http, String path, String token, String body) throws Exception {
        HttpClientSocket.Reply reply = http.send(HttpClientSocket.post(path, token, JSON, body));
        if (reply.status() != 201) {
            throw new IllegalStateException(path + " answered " + reply.status() + ": " + reply.text());
        }
        return JsonMapper.shared().readTree(new String(reply.body(), StandardCharsets.UTF_8));
    }

    private static double load(int port, List<byte[]> requests, Duration length) throws Exception {
        List<HttpClientSocket> sockets = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            sockets.add(new HttpClientSocket(port));
        }
        try {
            return ClosedLoop.rate(CLIENTS, true, length, worker -> {
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
}
