package org.lethe.cli.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientDirectory;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.standalone.Running;
import tools.jackson.databind.JsonNode;

/// What the demo does, step by step, through the API that everybody has; only the look at the stored row is by SQL.
final class Story {
    private static final String BRAND = "Example Bikes";
    private static final String SLUG = "example-bikes";
    private static final String CONSUMER = "robin@example.com";
    private static final int SHOWN_BYTES = 48;
    private static final List<String> FIRST = List.of(
            "consumer: Hello, my order 1234 came without its bell.",
            "agent: Sorry to hear that, Robin. Shall I send one to the same address?",
            "consumer: Yes please, 5 Made Up Lane.");
    private static final List<String> SECOND = List.of(
            "consumer: Which tyres fit the Example 28?", "agent: Any of 28 by 1.5 inches; we have two kinds in store.");

    /// What came of it.
    ///
    /// @param page where consumers of the brand make requests
    record Told(
            String clientId,
            String conversationId,
            String consumerId,
            String storedAs,
            int statusAfterErasure,
            JsonNode receipt,
            RequestStory.Told requests,
            String page) {}

    private final Running running;
    private final Api operator;
    private final Narrator narrator;

    Story(Running running, Api operator, Consumer<String> say) {
        this.running = running;
        this.operator = operator;
        this.narrator = new Narrator(say);
    }

    Told tell() throws InterruptedException {
        String client = new ClientDirectory(operator).findOrRegister(BRAND).id();
        narrator.step("A brand: " + BRAND + " is client " + client + "; what is said is kept for 13 months.");
        JsonNode key = operator.post(
                        clientPath(client, "/api-keys"),
                        Map.of("name", "demo", "roles", List.of("writer", "reader", "privacy-officer")))
                .orRefuse("no API key")
                .json();
        narrator.step("An API key for it: " + key.path("api_key").asString().substring(0, 8)
                + "... (shown once, kept as a" + " hash).");
        try (Api brand = new Api(running.url(), key.path("api_key").asString())) {
            return converse(brand, client);
        }
    }

    private Told converse(Api brand, String client) throws InterruptedException {
        JsonNode first = open(brand, client, CONSUMER);
        long position = record(brand, client, first, FIRST);
        JsonNode second = open(brand, client, "kim@example.com");
        record(brand, client, second, SECOND);
        narrator.step("Two conversations. Robin's begins: \"" + text(FIRST.getFirst()) + "\"");

        String stored = storedAs(position);
        narrator.step("The same message in PostgreSQL is only ciphertext: " + stored + "...");

        String transcript = clientPath(client, "/conversations/" + id(first) + "/transcript");
        narrator.step("Read back through the API, with a purpose, which is itself an event:");
        brand.get(transcript, "text/plain")
                .orRefuse("the transcript can't be read")
                .body()
                .lines()
                .forEach(line -> narrator.detail("| " + line));

        JsonNode receipt = brand.post(
                        clientPath(
                                client,
                                "/consumers/" + first.path("consumer_id").asString() + "/erase"),
                        Map.of("reason", "consumer-request"))
                .orRefuse("the consumer can't be erased")
                .json()
                .path("receipt");
        narrator.step(
                "Robin asks to be forgotten: the key is destroyed, and the receipt says which, by its fingerprint:");
        narrator.detail(receipt.toString());

        Api.Answer gone = brand.get(transcript, "application/json");
        narrator.step("Read again: " + gone.status() + ", " + gone.problem());
        String other = clientPath(client, "/conversations/" + id(second) + "/transcript");
        int others = brand.get(other, "application/json").status();
        narrator.step(
                "Kim's conversation still answers " + others + "; the log keeps its order, without Robin's words.");
        RequestStory.Told requests = new RequestStory(brand, clientPath(client, ""), narrator)
                .tell("Kim", second.path("consumer_id").asString(), other);
        String page = page(brand, client);
        narrator.step("Consumers ask for themselves, without an account, on a page of the brand's: " + page);
        return new Told(
                client,
                id(first),
                first.path("consumer_id").asString(),
                stored,
                gone.status(),
                receipt,
                requests,
                page);
    }

    /// @return where it is
    private String page(Api brand, String client) {
        String path = clientPath(client, "/privacy-settings");
        Api.Answer present = brand.get(path).orRefuse("the privacy settings can't be looked at");
        brand.put(
                        path,
                        Map.of(
                                "slug",
                                SLUG,
                                "languages",
                                List.of("en", "de"),
                                "brand",
                                Map.of("name", BRAND, "colour", "#0b6e4f")),
                        Objects.requireNonNull(present.etag()))
                .orRefuse("the brand has no page");
        return running.url().resolve("/p/" + SLUG).toString();
    }

    private static JsonNode open(Api brand, String client, String email) {
        return brand.post(
                        clientPath(client, "/conversations"),
                        Map.of("channel", "web", "consumer", Map.of("email", email)))
                .orRefuse("no conversation")
                .json();
    }

    /// @return the log position of the first message
    private static long record(Api brand, String client, JsonNode conversation, List<String> lines) {
        long first = 0;
        for (String line : lines) {
            long position = brand.post(
                            clientPath(client, "/conversations/" + id(conversation) + "/messages"),
                            Map.of("from", line.substring(0, line.indexOf(':')), "text", text(line)))
                    .orRefuse("a message was not recorded")
                    .json()
                    .path("position")
                    .asLong();
            first = first == 0 ? position : first;
        }
        return first;
    }

    private String storedAs(long position) {
        try (Connection connection = running.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT encode(substring(sealed, 1, ?), 'hex') FROM event_log.event WHERE position = ?")) {
            select.setInt(1, SHOWN_BYTES);
            select.setLong(2, position);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new RefusedException("the stored row can't be shown", e);
        }
    }

    private static String clientPath(String client, String rest) {
        return "/v1/clients/" + client + rest;
    }

    private static String id(JsonNode conversation) {
        return conversation.path("conversation_id").asString();
    }

    private static String text(String line) {
        return line.substring(line.indexOf(':') + 2);
    }
}
