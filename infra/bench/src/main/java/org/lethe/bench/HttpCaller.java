package org.lethe.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody with a token who calls a server on this machine, on a new connection each time.
record HttpCaller(int port, String token) {
    static final String JSON = "application/json";

    private static final String NDJSON = "application/x-ndjson";
    private static final int CHUNK_BYTES = 64 * 1024;

    JsonNode post(String path, String json) throws IOException {
        try (HttpClientSocket http = new HttpClientSocket(port)) {
            HttpClientSocket.Reply reply = http.send(HttpClientSocket.post(path, token, JSON, json));
            if (reply.status() >= 300) {
                throw new IllegalStateException(path + " answered " + reply.status() + ": " + reply.text());
            }
            return JsonMapper.shared().readTree(reply.body());
        }
    }

    JsonNode get(String path) throws IOException {
        try (HttpClientSocket http = new HttpClientSocket(port)) {
            HttpClientSocket.Reply reply = http.send(HttpClientSocket.get(path, token, "Accept: " + JSON));
            if (reply.status() != 200) {
                throw new IllegalStateException(path + " answered " + reply.status() + ": " + reply.text());
            }
            return JsonMapper.shared().readTree(reply.body());
        }
    }

    /// A client that keeps everything for 13 months.
    ClientId newClient() throws IOException {
        return ClientId.parse(post("/v1/clients", """
                        {"name":"bench","region":"local","retention":{"rules":[{"category":"default","period":"P13M"}]}}""").get("client_id").asString());
    }

    /// @return id of the consumer with this email
    String consumer(ClientId client, String email) throws IOException {
        return post(HttpService.clientPath(client) + "/consumers/lookup", "{\"email\":\"" + email + "\"}")
                .get("consumer_id")
                .asString();
    }

    /// @return seconds until the summary came
    double importAll(ClientId client, Dialogues.Text text) throws Exception {
        long start = System.nanoTime();
        HttpClientSocket.Reply reply = stream(client, text);
        if (reply.status() != 200 || !reply.text().contains("\"failed\":0")) {
            throw new IllegalStateException("lines failed: " + reply.status() + " " + reply.text());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /// Imports a text; its answer may be a refusal.
    HttpClientSocket.Reply stream(ClientId client, Dialogues.Text text) throws IOException, InterruptedException {
        try (HttpClientSocket http = new HttpClientSocket(port)) {
            String path = HttpService.clientPath(client) + "/transcripts?accept_due=true"; // benchmarks bring old days
            OutputStream out = http.begin(path, token, NDJSON);
            AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
            Thread sender = Thread.ofVirtual().start(() -> send(out, text.ndjson(), failure));
            HttpClientSocket.Reply reply = http.reply();
            http.close(); // where it was refused, nobody takes the rest
            sender.join();
            if (reply.status() == 200 && failure.get() != null) {
                throw new IOException("the text was not taken to its end", failure.get());
            }
            return reply;
        }
    }

    private static void send(OutputStream out, byte[] bytes, AtomicReference<@Nullable IOException> failure) {
        try {
            for (int from = 0; from < bytes.length; from += CHUNK_BYTES) {
                HttpClientSocket.chunk(out, bytes, from, Math.min(bytes.length, from + CHUNK_BYTES));
            }
            HttpClientSocket.lastChunk(out);
        } catch (IOException e) {
            failure.set(e);
        }
    }
}
