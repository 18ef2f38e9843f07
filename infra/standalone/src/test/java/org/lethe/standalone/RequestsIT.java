package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.model.FileHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.PinnedClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A consumer's requests through all three services, with a real mail server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern SIX_DIGITS = Pattern.compile("\\b\\d{6}\\b");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final PinnedClock clock = new PinnedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Running running;
    private RunningFixture api;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        mail.start();
        Settings settings = Settings.in(RunningFixture.folder(parent))
                .with("lethe.mail.from", "privacy@example.com")
                .with("lethe.mail.port", Integer.toString(mail.getSmtp().getPort()))
                .with("lethe.mail.host", "127.0.0.1");
        running = Standalone.start(settings, clock);
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
        mail.stop();
    }

    @Test
    void aConsumerWhoGivesTheCodeBackIsErasedAndTheReceiptSaysSo() throws Exception {
        // given
        Talk talk = new Talk();
        JsonNode request = json(api.posted(talk.client + "/requests", """
                {"type": "deletion", "consumer": {"email": "KIM@example.com"}, "rule": "ccpa", "via": "mail"}"""));
        String path = talk.client + "/requests/" + request.get("request_id").asString();
        assertThat(request.get("state").asString()).isEqualTo("received");

        // when
        assertThat(api.post(path + "/approve", "").statusCode()).isEqualTo(409);
        assertThat(api.post(path + "/verify", "{\"method\": \"code\"}").statusCode())
                .isEqualTo(202);
        String code = code();
        HttpResponse<String> wrong = api.post(path + "/confirm", "{\"code\": \"" + other(code) + "\"}");
        HttpResponse<String> right = api.post(path + "/confirm", "{\"code\": \"" + code + "\"}");
        HttpResponse<String> approved = api.post(path + "/approve", "{\"note\": \"as asked\"}");

        // then
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("\"tries_left\":2");
        assertThat(json(right).get("state").asString()).isEqualTo("referred");
        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
        awaitState(path, "fulfilled");
        assertThat(api.get(talk.conversation + "/transcript").statusCode()).isEqualTo(410);
        JsonNode receipt = json(api.get(path + "/receipt")).get("receipt");
        assertThat(receipt.get("outcome").asString()).isEqualTo("fulfilled");
        assertThat(receipt.get("keys").get(0).get("fingerprint").asString()).hasSize(64);
        assertThat(json(api.get(path)).toString()).doesNotContain("as asked").contains("RequestFulfilled");
    }

    @Test
    void aLegalHoldDefersADeletionAndItCompletesByItself() {
        // given
        Talk talk = new Talk();
        String hold = RunningFixture.field(
                api.posted(
                        talk.client + "/legal-holds",
                        "{\"matter\": \"m\", \"reason\": \"r\", \"scope\": {\"consumer_ids\": [\"" + talk.consumer
                                + "\"]}}"),
                "hold_id");
        String path = attested(talk, "deletion", "");

        // when
        api.posted(path + "/approve", "");

        // then
        awaitState(path, "deferred");
        assertThat(api.get(talk.conversation + "/transcript").statusCode()).isEqualTo(410);
        assertThat(api.get(talk.conversation + "/transcript", "legal-hold:" + hold)
                        .body())
                .contains("a line");
        assertThat(api.get(path + "/receipt").statusCode()).isEqualTo(404);
        api.posted(talk.client + "/legal-holds/" + hold + "/release", "{}");
        awaitState(path, "fulfilled");
        assertThat(api.get(path + "/receipt").statusCode()).isEqualTo(200);
    }

    @Test
    void whoWasErasedBeforeHasTheirRequestFulfilledAtOnce() {
        // given
        Talk talk = new Talk();
        String path = attested(talk, "deletion", "");
        api.posted(talk.client + "/consumers/" + talk.consumer + "/erase", "{\"reason\": \"consumer-request\"}");

        // when
        HttpResponse<String> approved = api.posted(path + "/approve", "");

        // then
        assertThat(json(approved).get("state").asString()).isEqualTo("fulfilled");
    }

    @Test
    void aRestrictionLocksTheTranscriptButForItsPurposes() {
        // given
        Talk talk = new Talk();
        String path = attested(talk, "restriction", ", \"details\": {\"allowed_purposes\": [\"legal-claims\"]}");

        // when
        api.posted(path + "/approve", "");

        // then
        HttpResponse<String> locked = api.get(talk.conversation + "/transcript", "quality-review");
        assertThat(locked.statusCode()).isEqualTo(423);
        assertThat(locked.body())
                .contains("\"allowed_purposes\":[\"legal-claims\"]")
                .doesNotContain("a line");
        assertThat(api.get(talk.conversation + "/transcript", "legal-claims").body())
                .contains("a line");
        assertThat(api.get(talk.conversation + "/transcript", "consumer-request")
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.delete(talk.client + "/consumers/" + talk.consumer + "/restriction")
                        .statusCode())
                .isEqualTo(204);
        assertThat(api.get(talk.conversation + "/transcript", "quality-review").body())
                .contains("a line");
    }

    @Test
    void aPackageIsCollectedOnceAndOpensWithThePassphraseAlone(@TempDir Path folder) throws Exception {
        // given
        Talk talk = new Talk();
        String path = attested(talk, "access", ", \"delivery\": {\"passphrase\": \"correct horse\"}");
        api.posted(path + "/approve", "");

        // when
        Path file = folder.resolve("package.zip");
        HttpResponse<Path> collected = api.download(path + "/package", file);

        // then
        assertThat(collected.statusCode()).isEqualTo(200);
        assertThat(collected.headers().firstValue("content-type")).contains("application/zip");
        try (ZipFile zip = new ZipFile(file.toFile(), "correct horse".toCharArray())) {
            assertThat(zip.getFileHeaders()).isNotEmpty().allMatch(FileHeader::isEncrypted);
            assertThat(text(zip, "index.html")).contains("kim@example.com").contains("Example Shop");
            assertThat(text(zip, "messages.csv")).contains("a line");
        }
        assertThat(api.get(path + "/package").statusCode()).isEqualTo(410);
        JsonNode shown = json(api.get(path)).get("package");
        assertThat(shown.get("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(shown.get("sha256").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
    }

    @Test
    void aPackageListsWhatLeftAndMayBeTold(@TempDir Path folder) throws Exception {
        // given
        Talk talk = new Talk();
        String recipient = RunningFixture.field(
                api.posted(
                        talk.client + "/recipients",
                        "{\"name\": \"Example Translations\", \"kind\": \"sub_processor\", \"region\": \"eu\"}"),
                "recipient_id");
        disclosed(talk, recipient, "sub_processor", "translating chats", "");
        disclosed(
                talk,
                recipient,
                "protection_of_rights",
                "a threat",
                ", \"may_be_told_from\": \"2036-01-01T00:00:00Z\"");
        disclosed(talk, recipient, "subpoena", "only proposed", "");
        String path = attested(talk, "access", "");
        api.posted(path + "/approve", "");

        // when
        Path file = folder.resolve("package.zip");
        assertThat(api.download(path + "/package", file).statusCode()).isEqualTo(200);

        // then
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(text(zip, "disclosures.csv"))
                    .contains("Example Translations")
                    .contains("sub_processor")
                    .contains("translating chats")
                    .doesNotContain("a threat")
                    .doesNotContain("only proposed");
        }
    }

    private void disclosed(Talk talk, String recipient, String ground, String purpose, String more) {
        api.posted(
                talk.client + "/disclosures",
                "{\"recipient_id\": \"" + recipient + "\", \"ground\": \"" + ground + "\", \"purpose\": \"" + purpose
                        + "\", \"consumer_ids\": [\"" + talk.consumer
                        + "\"], \"categories\": [\"messages\"], \"region\": \"eu\"" + more + "}");
    }

    @Test
    void aPackageIsGoneWithWhomItIsAbout() {
        // given
        Talk talk = new Talk();
        String path = attested(talk, "access", "");
        api.posted(path + "/approve", "");

        // when
        api.posted(talk.client + "/consumers/" + talk.consumer + "/erase", "{\"reason\": \"consumer-request\"}");

        // then
        assertThat(api.get(path + "/package").statusCode()).isEqualTo(410);
    }

    private static String text(ZipFile zip, String name) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getFileHeader(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// A client with a consumer who said something.
    private final class Talk {
        final String conversation = api.newConversation();
        final String client = conversation.substring(0, conversation.indexOf("/conversations"));
        final String consumer;

        Talk() {
            api.posted(conversation + "/messages", RunningFixture.message("a line"));
            consumer = RunningFixture.field(api.get(conversation), "consumer_id");
        }
    }

    /// A request of which the client says who asks; its path.
    private String attested(Talk talk, String type, String more) {
        String id = RunningFixture.field(
                api.posted(
                        talk.client + "/requests",
                        "{\"type\": \"" + type + "\", \"consumer\": {\"consumer_id\": \"" + talk.consumer
                                + "\"}, \"via\": \"phone\"" + more + "}"),
                "request_id");
        String path = talk.client + "/requests/" + id;
        api.posted(path + "/verify", "{\"method\": \"attestation\", \"statement\": \"we know them\"}");
        return path;
    }

    private void awaitState(String path, String state) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(json(api.get(path)).get("state").asString()).isEqualTo(state));
    }

    private String code() throws Exception {
        assertThat(mail.waitForIncomingEmail(SOON.toMillis(), 1)).isTrue();
        MimeMessage message = mail.getReceivedMessages()[0];
        assertThat(message.getAllRecipients()[0]).hasToString("kim@example.com");
        Matcher found = SIX_DIGITS.matcher(message.getContent().toString());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private static String other(String code) {
        return code.startsWith("0") ? "1" + code.substring(1) : "0" + code.substring(1);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}
