package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientDirectory;
import org.lethe.standalone.Running;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;
import tools.jackson.databind.JsonNode;

/// Webhooks and the register of disclosures from the command line, against a whole Lethe with its real keyring.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookCommandsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Terminal terminal = new Terminal();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private Path folder;
    private Running running;
    private Api operator;
    private HttpServer receiver;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        folder = parent.resolve("data");
        running = Standalone.start(Settings.in(folder).with("lethe.webhooks.allow-private-targets", "true"));
        operator =
                new Api(running.url(), Files.readString(running.operatorToken()).strip());
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        receiver.start();
    }

    @AfterAll
    void stop() {
        receiver.stop(0);
        operator.close();
        running.close();
    }

    private String target() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/canary-target";
    }

    private int run(String... arguments) {
        return terminal.run(
                Stream.concat(Arrays.stream(arguments), Stream.of("--no-input", "--data", folder.toString()))
                        .toArray(String[]::new));
    }

    private JsonNode json(String... arguments) {
        int exit =
                run(Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(exit).as(terminal::err).isZero();
        return Api.JSON.readTree(terminal.out());
    }

    private String complain(String client) {
        Path details = folder.resolve("details.json");
        try {
            Files.writeString(details, "{\"text\": \"canary words\"}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return json(
                        "request",
                        "create",
                        "--client",
                        client,
                        "--type",
                        "complaint",
                        "--via",
                        "mail",
                        "--consumer-email",
                        "kim@example.com",
                        "--details",
                        details.toString())
                .path("request_id")
                .asString();
    }

    private List<JsonNode> deliveries(String webhook, String client) {
        return json("webhook", "deliveries", webhook, "--client", client)
                .path("items")
                .valueStream()
                .toList();
    }

    private void awaitReceived(int count) {
        Awaitility.await().atMost(SOON).until(() -> received.size() >= count);
    }

    @Test
    void aClientIsToldUntilTheWebhookIsRemoved() throws IOException {
        new ClientDirectory(operator).findOrRegister("Acme");
        JsonNode added =
                json("webhook", "add", "--client", "Acme", "--target", target(), "--event", "request.referred");
        String webhook = added.path("webhook_id").asString();
        assertThat(added.path("secret").asString()).startsWith("whsec_");

        String request = complain("Acme");
        awaitReceived(1);
        assertThat(received.getFirst()).contains(request).doesNotContain("canary words", "kim@example.com");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> deliveries(webhook, "Acme")
                        .getFirst()
                        .path("state")
                        .asString()
                        .equals("delivered"));
        String delivery =
                deliveries(webhook, "Acme").getFirst().path("delivery_id").asString();

        assertThat(json("webhook", "rotate", webhook, "--client", "Acme")
                        .path("secret")
                        .asString())
                .startsWith("whsec_")
                .isNotEqualTo(added.path("secret").asString());
        json("webhook", "resend", webhook, delivery, "--client", "Acme");
        awaitReceived(2);
        assertThat(received.get(1)).isEqualTo(received.getFirst());
        assertThat(json("webhook", "list", "--client", "Acme").path("items")).hasSize(1);
        json("webhook", "remove", webhook, "--client", "Acme", "--yes");
        assertThat(json("webhook", "list", "--client", "Acme").path("items")).isEmpty();
        assertThat(run("webhook", "deliveries", webhook, "--client", "Acme")).isEqualTo(1);
        assertThat(filesWith("canary-target", added.path("secret").asString().substring("whsec_".length())))
                .as("files of the data folder with the URL or the secret in clear")
                .isEmpty();
        assertThat(filesWith("WebhookRegistered")).isNotEmpty();
    }

    private List<Path> filesWith(String... words) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        String bytes = latin(file);
                        return Arrays.stream(words).anyMatch(bytes::contains);
                    })
                    .toList();
        }
    }

    /// Byte for byte; empty where the file went meanwhile.
    private static String latin(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void whatIsRefusedIsSaidWithItsPlace() {
        new ClientDirectory(operator).findOrRegister("Refused");

        assertThat(run(
                        "webhook",
                        "add",
                        "--client",
                        "Refused",
                        "--target",
                        "ftp://hooks.example.com",
                        "--event",
                        "request.referred"))
                .isEqualTo(1);

        assertThat(terminal.err()).contains("the webhook was not added", "/url: ");
    }

    @Test
    void lawfulProcessIsOnRecordOnceASecondPersonApproved(@TempDir Path keys) throws IOException {
        String client = new ClientDirectory(operator).findOrRegister("Register").id();
        String consumer = operator.post("/v1/clients/" + client + "/consumers", Map.of("email", "kim@example.com"))
                .orRefuse("no consumer")
                .json()
                .path("consumer_id")
                .asString();
        String alice = key(client, keys.resolve("alice"));
        String bob = key(client, keys.resolve("bob"));
        String recipient = json(
                        "recipient",
                        "add",
                        "--client",
                        client,
                        "--name",
                        "Police of Example",
                        "--kind",
                        "authority",
                        "--region",
                        "US-NY")
                .path("recipient_id")
                .asString();
        assertThat(json("recipient", "list", "--client", client)
                        .path("items")
                        .get(0)
                        .path("name")
                        .asString())
                .isEqualTo("Police of Example");

        JsonNode proposed = json(
                "disclosure",
                "record",
                "--client",
                client,
                "--token-file",
                alice,
                "--recipient",
                recipient,
                "--ground",
                "subpoena",
                "--purpose",
                "an order",
                "--category",
                "messages",
                "--region",
                "US-NY",
                "--consumer",
                consumer);

        String id = proposed.path("disclosure_id").asString();
        assertThat(proposed.path("state").asString()).isEqualTo("awaiting_approval");
        assertThat(run("disclosure", "approve", id, "--client", client, "--token-file", alice))
                .isEqualTo(1);
        assertThat(json("disclosure", "approve", id, "--client", client, "--token-file", bob)
                        .path("state")
                        .asString())
                .isEqualTo("recorded");
        assertThat(json("disclosure", "list", "--client", client, "--consumer", consumer)
                        .path("items"))
                .hasSize(1);
    }

    private String key(String client, Path file) throws IOException {
        String secret = operator.post(
                        "/v1/clients/" + client + "/api-keys",
                        Map.of("name", file.getFileName().toString(), "roles", List.of("privacy-officer")))
                .orRefuse("no key")
                .json()
                .path("api_key")
                .asString();
        return Files.writeString(file, secret + "\n").toString();
    }
}
