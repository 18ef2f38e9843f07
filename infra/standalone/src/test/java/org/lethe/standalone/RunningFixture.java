package org.lethe.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.lethe.testkit.TempFolders;

/// Calls the API of a data folder; shares PostgreSQL's programs among folders, which spares two seconds for each.
final class RunningFixture implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("target", "postgres-" + PostgresPrograms.VERSION);
    static final String CLIENT = """
            {"name": "Example Shop", "region": "local", "retention": {"rules": [{"category": "default", "period": "P1M"}]}}
            """;
    static final String CONVERSATION = """
            {"channel": "web", "consumer": {"email": "kim@example.com"}}
            """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String token;

    RunningFixture(URI url, Path dataFolder) throws IOException {
        this.url = url;
        this.token = Files.readString(dataFolder.resolve("operator.token")).strip();
    }

    /// A folder that has the programs already, and an empty PostgreSQL: to set one up takes seconds, to copy it none.
    static Path folder(Path parent) throws IOException {
        Path folder = parent.resolve("data");
        TempFolders.copy(Prepared.FOLDER, folder);
        return folder;
    }

    private static final class Prepared {
        private static final Path FOLDER = prepare();
    }

    private static Path prepare() {
        Path folder = Path.of("target", "prepared-" + System.getProperty("lethe.test.fork", "1"))
                .toAbsolutePath();
        try {
            if (Files.exists(folder)) {
                TempFolders.delete(folder);
            }
            try (DataFolder opened = DataFolder.open(folder)) {
                EmbeddedServer.start(opened.path(), PROGRAMS, Map.of()).close();
            }
            Files.createSymbolicLink(folder.resolve(PROGRAMS.getFileName()), PROGRAMS.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /// Writes a message, stops, starts again.
    ///
    /// @return the transcript then
    static String readAfterARestart(Settings settings, String text) throws IOException {
        String conversation;
        try (Running running = Standalone.start(settings);
                RunningFixture api = new RunningFixture(running.url(), running.dataFolder())) {
            conversation = api.newConversation();
            api.posted(conversation + "/messages", message(text));
        }
        try (Running running = Standalone.start(settings);
                RunningFixture api = new RunningFixture(running.url(), running.dataFolder())) {
            return api.get(conversation + "/transcript").body();
        }
    }

    String token() {
        return token;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /// Reads with a purpose of one's own.
    HttpResponse<String> get(String path, String purpose) {
        return send(request(path).setHeader("Lethe-Purpose", purpose).GET());
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /// The same, where anything but success is a failure.
    HttpResponse<String> put(String path, String json, String ifMatch) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("If-Match", ifMatch)
                .PUT(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> posted(String path, String json) {
        HttpResponse<String> response = post(path, json);
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response;
    }

    /// Sends it. There may be no answer: the server may be killed before.
    CompletableFuture<HttpResponse<String>> begin(String path, String json) {
        return http.sendAsync(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    /// The same by an `Idempotency-Key`.
    CompletableFuture<HttpResponse<String>> begin(String path, String json, String key) {
        return http.sendAsync(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> importLines(String client, String lines) {
        return imported(client + "/transcripts", lines);
    }

    /// Also what the client's schedule makes due already.
    HttpResponse<String> importDue(String client, String lines) {
        return imported(client + "/transcripts?accept_due=true", lines);
    }

    private HttpResponse<String> imported(String path, String lines) {
        return send(request(path).header("Content-Type", "application/x-ndjson").POST(BodyPublishers.ofString(lines)));
    }

    /// Sends these bytes as they are, and returns all that comes until the server closes the connection.
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /// The path of a new conversation of a new client.
    String newConversation() {
        String client = field(post("/v1/clients", CLIENT), "client_id");
        String conversations = "/v1/clients/" + client + "/conversations";
        return conversations + "/" + field(post(conversations, CONVERSATION), "conversation_id");
    }

    static String message(String text) {
        return "{\"from\": \"consumer\", \"text\": \"" + text + "\"}";
    }

    static String field(HttpResponse<String> response, String name) {
        String body = response.body();
        int at = body.indexOf("\"" + name + "\":\"");
        if (at < 0) {
            throw new AssertionError("status " + response.statusCode() + " without " + name + ": " + body);
        }
        int from = at + name.length() + 4;
        return body.substring(from, body.indexOf('"', from));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Lethe-Purpose", "test")
                .header("Authorization", "Bearer " + token);
    }

    HttpResponse<Path> download(String path, Path file) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofFile(file));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
