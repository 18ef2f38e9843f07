package org.lethe.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.Api.Answer;
import org.lethe.cli.api.ClientDirectory;

/// A short working day of a server on a folder that is thrown away: the launcher records the ahead-of-time cache in it
/// (JEP 514, 515). What is seen often here, the next process compiles early.
final class Rehearsal {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final int WRITERS = 32;
    private static final int CONVERSATIONS = 128;
    private static final int READ_ONCE_IN = 100;
    private static final int IMPORTED_CONVERSATIONS = 500;
    private static final int MESSAGES_EACH = 8;
    private static final String TEXT = "a line of no meaning, about as long as what people say in a chat";

    private final Api api;

    Rehearsal(Api api) {
        this.api = api;
    }

    void run() throws IOException, InterruptedException {
        String client = "/v1/clients/"
                + new ClientDirectory(api).findOrRegister("Rehearsal").id();
        importConversations(client);
        List<String> conversations = open(client + "/conversations");
        Instant end = Instant.now().plus(LENGTH);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(threads.submit(() -> converse(conversations, end)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the rehearsal failed", e);
        }
    }

    private List<String> open(String path) {
        List<String> conversations = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            Answer opened = api.post(path, Map.of("channel", "web", "consumer", Map.of("external_id", "r-" + i)))
                    .orRefuse("no conversation");
            conversations.add(path + "/" + opened.json().path("conversation_id").asString());
        }
        return conversations;
    }

    private void converse(List<String> conversations, Instant end) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (Instant.now().isBefore(end)) {
            String conversation = conversations.get(random.nextInt(conversations.size()));
            api.post(conversation + "/messages", Map.of("from", "consumer", "text", TEXT))
                    .orRefuse("a message was not recorded");
            if (random.nextInt(READ_ONCE_IN) == 0) {
                api.get(conversation + "/transcript").orRefuse("a transcript can't be read");
            }
        }
    }

    private void importConversations(String client) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < IMPORTED_CONVERSATIONS; i++) {
            lines.append(Api.JSON.writeValueAsString(conversation(i))).append('\n');
        }
        try (InputStream results = api.postLines(client + "/transcripts", BodyPublishers.ofString(lines.toString()))
                .body()) {
            results.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static Map<String, Object> conversation(int number) {
        Instant at = Instant.now().minus(Duration.ofDays(number % 30));
        List<Map<String, String>> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES_EACH; i++) {
            messages.add(Map.of("from", i % 2 == 0 ? "consumer" : "agent", "at", at.toString(), "text", TEXT));
        }
        return Map.of(
                "conversation",
                "r-" + number,
                "channel",
                "web",
                "consumer",
                Map.of("external_id", "r-" + number % CONVERSATIONS),
                "messages",
                messages);
    }
}
