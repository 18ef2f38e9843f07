package org.lethe.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who has a certificate or a receipt checks it with `openssl` alone, by the commands of the guide, without a login.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignaturesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path GUIDE = Path.of("../../docs/retention.md");

    private Running running;
    private RunningFixture api;

    @TempDir
    Path folder;

    @BeforeAll
    void start(@TempDir Path parent) throws IOException {
        running = Standalone.start(Settings.in(RunningFixture.folder(parent)));
        api = new RunningFixture(running.url(), running.dataFolder());
    }

    @AfterAll
    void stop() {
        api.close();
        running.close();
    }

    /// The block of commands in the guide that ends with openssl.
    private static String commands() throws IOException {
        String block = Files.readAllLines(GUIDE).stream()
                .dropWhile(line -> !line.startsWith("    curl -s \"$LETHE/.well-known"))
                .takeWhile(line -> line.startsWith("    "))
                .map(String::strip)
                .collect(Collectors.joining("\n"));
        assertThat(block).contains("openssl pkeyutl -verify");
        return block;
    }

    private String verified(String document) throws Exception {
        Files.writeString(folder.resolve("certificate.json"), document);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", commands())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("LETHE", running.url().toString().replaceFirst("/$", ""));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said + " " + process.exitValue();
    }

    private String erasureReceipt() {
        String conversation = api.newConversation();
        HttpResponse<String> erased = api.posted(conversation + "/erase", "{\"reason\":\"consumer-request\"}");
        return erased.body();
    }

    @Test
    void aReceiptOfAnErasureVerifies() throws Exception {
        String receipt = erasureReceipt();

        assertThat(receipt).startsWith("{\"receipt\":{\"erased_at\":").contains("\"conversation_id\"", "\"key_id\"");
        assertThat(verified(receipt))
                .contains("Signature Verified Successfully")
                .endsWith(" 0");
    }

    @Test
    void aReceiptThatWasChangedDoesNot() throws Exception {
        String receipt = erasureReceipt();
        String changed = receipt.replaceFirst("(\"statement\".*\"position\":)(\\d)", "$1" + "1$2");

        assertThat(changed).isNotEqualTo(receipt);
        assertThat(verified(changed)).doesNotContain("Verified Successfully").doesNotEndWith(" 0");
    }

    @Test
    void theCertificateOfAReleaseVerifies() throws Exception {
        // given a hold that alone kept what was erased
        String conversation = api.newConversation();
        api.posted(conversation + "/messages", RunningFixture.message("evidence"));
        String client = conversation.replaceFirst("/conversations/.*", "");
        String hold = client + "/legal-holds/"
                + RunningFixture.field(
                        api.posted(
                                client + "/legal-holds",
                                "{\"matter\":\"Example v. Example\",\"reason\":\"letter\",\"scope\":{\"all\":true}}"),
                        "hold_id");
        api.posted(conversation + "/erase", "{\"reason\":\"client-instruction\"}");
        assertThat(api.get(hold + "/certificate").body()).contains("/problems/not-released");

        // when
        api.posted(hold + "/release", "{}");

        // then
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(api.get(hold + "/certificate").statusCode()).isEqualTo(200));
        String certificate = api.get(hold + "/certificate").body();
        assertThat(certificate)
                .contains("\"gone\":[{\"category\":\"messages\",\"channel\":\"web\",\"content_keys\":1,\"day\":");
        assertThat(verified(certificate))
                .contains("Signature Verified Successfully")
                .endsWith(" 0");
    }
}
