package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.model.FileHeader;
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

/// Requests of consumers from the command line, against a whole Lethe.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestCommandsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String MAIL = "kim@example.com";

    private final Terminal terminal = new Terminal();
    private Path folder;
    private Running running;
    private Api operator;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        folder = parent.resolve("data");
        running = Standalone.start(Settings.in(folder));
        operator =
                new Api(running.url(), Files.readString(running.operatorToken()).strip());
    }

    @AfterAll
    void stop() {
        operator.close();
        running.close();
    }

    /// A client of this name with a conversation of a consumer.
    private void client(String name) {
        String conversations = "/v1/clients/"
                + new ClientDirectory(operator).findOrRegister(name).id() + "/conversations";
        JsonNode conversation = operator.post(
                        conversations, Map.of("channel", "web", "consumer", Map.of("email", MAIL)))
                .orRefuse("no conversation")
                .json();
        operator.post(
                        conversations + "/"
                                + conversation.path("conversation_id").asString() + "/messages",
                        Map.of("from", "consumer", "text", "Hello"))
                .orRefuse("no message");
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

    private JsonNode request(String step, String id, String client, String... more) {
        return json(Stream.concat(Stream.of("request", step, id, "--client", client), Arrays.stream(more))
                .toArray(String[]::new));
    }

    private String created(String client, String type, String... more) {
        JsonNode created = json(Stream.concat(
                        Stream.of(
                                "request",
                                "create",
                                "--client",
                                client,
                                "--type",
                                type,
                                "--via",
                                "mail",
                                "--consumer-email",
                                MAIL),
                        Arrays.stream(more))
                .toArray(String[]::new));
        return created.path("request_id").asString();
    }

    @Test
    void takesInAnAccessRequestAndSavesItsPackage() throws Exception {
        // given
        client("Access");
        Path passphrase = Files.writeString(folder.resolveSibling("passphrase"), "correct horse\n");
        Path file = folder.resolveSibling("kim.zip");
        String id = created("Access", "access", "--rule", "ccpa", "--passphrase-file", passphrase.toString());

        // when
        assertThat(run("request", "approve", id, "--client", "Access")).isEqualTo(1);
        assertThat(terminal.err()).contains("was not approved", "possible now: verify, ");
        JsonNode verified = request("verify", id, "Access", "--attest", "signed in to their account");
        JsonNode approved = request("approve", id, "Access", "--note", "as asked");
        JsonNode saved = request("package", id, "Access", "--out", file.toString());

        // then
        assertThat(verified.path("state").asString()).isEqualTo("referred");
        assertThat(approved.path("state").asString()).isEqualTo("fulfilled");
        assertThat(saved.path("bytes").asLong()).isEqualTo(Files.size(file));
        try (ZipFile zip = new ZipFile(file.toFile(), "correct horse".toCharArray())) {
            assertThat(zip.getFileHeaders()).hasSizeGreaterThan(3).allMatch(FileHeader::isEncrypted);
            FileHeader messages = zip.getFileHeader("messages.csv");
            assertThat(zip.getInputStream(messages).readAllBytes()).asString().contains("Hello");
        }
        Path again = folder.resolveSibling("again.zip");
        assertThat(run("request", "package", id, "--client", "Access", "--out", again.toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("the package can't be had", "can't be collected");
        assertThat(again).doesNotExist();
        JsonNode shown = request("show", id, "Access");
        assertThat(shown.path("package").path("sha256").asString()).hasSize(64);
        assertThat(shown.path("package").path("collected_at").isString()).isTrue();
        assertThat(shown.path("parts").path(0).path("state").asString()).isEqualTo("collected");
    }

    @Test
    void theReceiptIsSignedForPeopleAndForJose() throws Exception {
        // given
        client("Receipts");
        String id = created("Receipts", "restriction");
        request("verify", id, "Receipts", "--attest", "known");
        assertThat(run("request", "receipt", id, "--client", "Receipts")).isEqualTo(1);
        assertThat(terminal.err()).contains("the receipt can't be had");
        request("approve", id, "Receipts");

        // when
        JsonNode receipt = request("receipt", id, "Receipts");
        JsonNode jose = request("receipt", id, "Receipts", "--signed");

        // then
        assertThat(receipt.path("receipt").path("outcome").asString()).isEqualTo("fulfilled");
        JsonNode one = jose.path("signatures").path(0);
        PublicKey key = certificate(one).getPublicKey();
        assertThat(isSigned(
                        key,
                        Api.JSON.writeValueAsBytes(receipt.path("receipt")), // it is canonical as it stands
                        Base64.getDecoder()
                                .decode(receipt.path("signature").path("value").asString())))
                .isTrue();
        String signed =
                one.path("protected").asString() + "." + jose.path("payload").asString();
        assertThat(isSigned(key, signed.getBytes(StandardCharsets.US_ASCII), base64url(one.path("signature"))))
                .isTrue();
        assertThat(Api.JSON.readTree(base64url(jose.path("payload")))).isEqualTo(receipt.path("receipt"));
    }

    private static boolean isSigned(PublicKey key, byte[] content, byte[] value) throws GeneralSecurityException {
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(key);
        ed25519.update(content);
        return ed25519.verify(value);
    }

    private static byte[] base64url(JsonNode text) {
        return Base64.getUrlDecoder().decode(text.asString());
    }

    private static Certificate certificate(JsonNode signature) throws Exception {
        byte[] der = Base64.getDecoder()
                .decode(signature.path("header").path("x5c").path(0).asString());
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    @Test
    void aLegalHoldKeepsADeletionOpenUntilItLetsGo() {
        // given
        client("Deletion");
        String hold = json(
                        "hold",
                        "place",
                        "--client",
                        "Deletion",
                        "--matter",
                        "Case 4711",
                        "--reason",
                        "court order",
                        "--consumer-email",
                        MAIL)
                .path("hold_id")
                .asString();
        String id = created("Deletion", "deletion");
        request("verify", id, "Deletion", "--attest", "known");
        assertThat(run("request", "approve", id, "--client", "Deletion")).isEqualTo(1);
        assertThat(terminal.err()).contains("nobody can be asked", "--yes");

        // when
        request("approve", id, "Deletion", "--yes");

        // then
        awaitState(id, "Deletion", "deferred");
        assertThat(run("request", "show", id, "--client", "Deletion")).isZero();
        assertThat(terminal.out()).containsPattern("keys +destroyed +legal holds keep some of it");
        assertThat(json("request", "list", "--client", "Deletion", "--state", "deferred")
                        .path("items"))
                .hasSize(1);
        assertThat(run("request", "revoke", id, "--client", "Deletion", "--yes"))
                .isEqualTo(1);
        json("hold", "release", hold, "--client", "Deletion", "--yes");
        awaitState(id, "Deletion", "fulfilled");
        assertThat(request("receipt", id, "Deletion")
                        .path("receipt")
                        .path("keys")
                        .path(0)
                        .path("fingerprint")
                        .asString())
                .hasSize(64);
    }

    @Test
    void whatPeopleDoIsDeniedAppealedEscalatedAndCompleted() {
        // given
        client("People");
        String id = created("People", "objection", "--details", details("{\"text\": \"not that\"}"));

        // when
        request("deny", id, "People", "--reason", "claim_not_covered");
        JsonNode appealed = request("appeal", id, "People", "--text", "it is");
        JsonNode escalated = request("escalate", id, "People", "--to", "dispute_resolution");
        request("approve", id, "People");
        JsonNode completed = request("complete", id, "People", "--note", "stopped");

        // then
        assertThat(appealed.path("state").asString()).isEqualTo("appealed");
        assertThat(escalated.path("history").toString()).contains("RequestEscalated", "it is");
        assertThat(completed.path("state").asString()).isEqualTo("fulfilled");
        assertThat(run("request", "escalate", id, "--client", "People", "--to", "court"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("dispute_resolution or panel");
    }

    @Test
    void saysThatNoCodeCanBeSent() {
        client("Codes");
        String id = created("Codes", "access");

        assertThat(run("request", "verify", id, "--client", "Codes", "--code")).isEqualTo(1);

        assertThat(terminal.err()).contains("was not verified", "No codes can be sent");
        assertThat(terminal.out()).isEmpty();
    }

    private String details(String json) {
        try {
            return Files.writeString(folder.resolveSibling("details.json"), json)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitState(String id, String client, String state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                request("show", id, client).path("state").asString())
                        .isEqualTo(state));
    }
}
