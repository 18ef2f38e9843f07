package org.lethe.access.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.access.AccessServer;
import org.lethe.access.webhooks.Receiver.Received;
import org.lethe.service.ServiceServer.Reply;
import tools.jackson.databind.json.JsonMapper;

/// What was received is verified by other hands: `v1` by standardwebhooks for Node.js, which npm puts,
/// pinned by the lock in `src/test/webhooks`, into a temporary folder; `v1a` by Node's own Ed25519.
class WebhookSignaturesIT {
    private static final Path COMMITTED = Path.of("src", "test", "webhooks");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc", "verify.mjs");
    private static final long PATIENCE_MINUTES = 5; // npm may have to fetch it

    @TempDir
    private static Path installed;

    private record Ended(int exit, String printed) {}

    @BeforeAll
    static void install() throws Exception {
        for (String file : FILES) {
            Files.copy(COMMITTED.resolve(file), installed.resolve(file));
        }
        Ended npm = run("npm", "ci", "--prefer-offline");
        assertThat(npm.exit())
                .as("npm could not install standardwebhooks: " + npm.printed())
                .isZero();
    }

    @Test
    void whatIsSentVerifiesByTheOldSecretAndTheNewAndNothingElseDoes() throws Exception {
        try (AccessServer server = new AccessServer();
                Receiver receiver = new Receiver()) {
            // given
            HookedBrand brand = new HookedBrand(server);
            Reply created =
                    brand.register(receiver.url(), "request.approval_needed").is(201);
            String webhook = brand.webhooks + "/" + created.text("webhook_id");
            Reply rotated =
                    server.post(webhook + "/rotate", brand.brand.officer, "").is(200);
            Reply foreign = brand.register(receiver.url(), "request.expired").is(201);

            // when
            brand.complain();
            brand.awaitAll(webhook, "delivered", 1);
            Received received = receiver.all.getFirst();

            // then
            assertThat(received.body().getBytes(UTF_8)).hasSizeLessThan(20_000);
            for (Reply keys : List.of(created, rotated)) {
                Ended verified = verify(keys, received, received.body());
                assertThat(verified.exit()).as(verified.printed()).isZero();
                assertThat(JsonMapper.shared().readTree(verified.printed()))
                        .isEqualTo(JsonMapper.shared().readTree(received.body()));
            }
            assertThat(verify(foreign, received, received.body()).printed()).contains("No matching signature");
            assertThat(verify(created, received, received.body().replace("referred", "refereed"))
                            .printed())
                    .contains("No matching signature");
            assertThat(verify(
                                    JsonMapper.shared()
                                            .createObjectNode()
                                            .put("secret", created.text("secret"))
                                            .put("public_key", foreign.text("public_key"))
                                            .toString(),
                                    received,
                                    received.body())
                            .printed())
                    .contains("No matching v1a signature");
        }
    }

    /// What the guide says for who has openssl alone.
    @Test
    void theGuidesLinesForOpensslVerifyIt() throws Exception {
        try (AccessServer server = new AccessServer();
                Receiver receiver = new Receiver()) {
            // given
            HookedBrand brand = new HookedBrand(server);
            Reply keys = brand.register(receiver.url(), "request.referred").is(201);
            brand.complain();
            brand.awaitAll(brand.webhooks + "/" + keys.text("webhook_id"), "delivered", 1);
            Received received = receiver.all.getFirst();
            Map<String, String> signatures = Arrays.stream(received.signature().split(" "))
                    .collect(Collectors.toMap(
                            one -> one.substring(0, one.indexOf(',')), one -> one.substring(one.indexOf(',') + 1)));
            Path script = Files.writeString(installed.resolve("guide.sh"), "set -e\n" + guide("bash"));

            // when
            Map<String, String> variables = Map.of(
                    "ID", received.id(),
                    "TIMESTAMP", received.timestamp(),
                    "SECRET", keys.text("secret"),
                    "PUBLIC_KEY", keys.text("public_key"),
                    "SIGNATURE", signatures.get("v1a"));
            Ended right = run(with(variables, received.body()), "sh", script.toString());
            Ended altered = run(with(variables, received.body() + " "), "sh", script.toString());

            // then
            assertThat(right.exit()).as(right.printed()).isZero();
            assertThat(right.printed()).contains(signatures.get("v1"), "Signature Verified Successfully");
            assertThat(altered.exit()).isNotZero();
            assertThat(altered.printed()).doesNotContain(signatures.get("v1"), "Successfully");
        }
    }

    private static Map<String, String> with(Map<String, String> variables, String body) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("BODY", body);
        return all;
    }

    private static String guide(String language) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "webhooks.md"));
        String begin = "```" + language + "\n";
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf("```", from));
    }

    private static Ended verify(Reply keys, Received received, String body) throws Exception {
        return verify(keys.body(), received, body);
    }

    private static Ended verify(String keys, Received received, String body) throws Exception {
        var read = JsonMapper.shared().readTree(keys);
        Path file = Files.writeString(
                Files.createTempFile(installed, "received", ".json"),
                JsonMapper.shared()
                        .writeValueAsString(Map.of(
                                "secret", read.get("secret").asString(),
                                "public_key", read.get("public_key").asString(),
                                "now", Long.parseLong(received.timestamp()),
                                "body", body,
                                "headers",
                                        Map.of(
                                                "webhook-id", received.id(),
                                                "webhook-timestamp", received.timestamp(),
                                                "webhook-signature", received.signature()))));
        return run("node", "verify.mjs", file.toString());
    }

    private static Ended run(String... command) throws Exception {
        return run(Map.of(), command);
    }

    private static Ended run(Map<String, String> environment, String... command) throws Exception {
        Path printed = Files.createTempFile(installed, "printed", ".txt");
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(installed.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    command[0]
                            + " does not start. Install Node.js 18 or newer with npm and openssl (apt-get install nodejs"
                            + " npm openssl)",
                    e);
        }
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " did not end");
        }
        return new Ended(process.exitValue(), Files.readString(printed, UTF_8));
    }
}
