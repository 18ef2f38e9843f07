package org.lethe.access.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.exception.ZipException;
import net.lingala.zip4j.model.FileHeader;
import net.lingala.zip4j.model.enums.AesKeyStrength;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.Author;
import org.lethe.contracts.ConversationId;
import org.lethe.service.subjects.Held;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PackageWriterTest {
    private static final List<String> FOR_PEOPLE = List.of("index.html", "search.html", "search-1.js");
    private static final List<String> FOR_MACHINES =
            List.of("messages.csv", "conversations.csv", "contact.csv", "visits.csv", "disclosures.csv", "data.ndjson");

    @TempDir
    private Path folder;

    @TempDir
    private Path scratch;

    private static PackageFixture kim() {
        return new PackageFixture()
                .contact(Held.Fate.PRESENT, "kim@example.com", "Kim")
                .conversation()
                .visit(Held.Fate.PRESENT, "Browser/1")
                .said(Author.CONSUMER, null, "Where is my order?")
                .said(Author.AGENT, "Ann", "On its way");
    }

    @Test
    void anAnswerToAnAccessRequestIsForPeopleAndForMachines() throws Exception {
        PackageFixture fixture = kim();

        Map<String, String> files = fixture.files(scratch);

        List<String> expected = new ArrayList<>(FOR_PEOPLE);
        expected.add("conversations/1.html");
        expected.addAll(FOR_MACHINES);
        expected.add("vcon/" + fixture.conversationId() + ".vcon.json");
        expected.add("manifest.json");
        assertThat(files.keySet()).containsExactlyElementsOf(expected);
        assertThat(files.get("data.ndjson").lines().toList())
                .hasSize(5)
                .first()
                .isEqualTo(
                        "{\"kind\":\"contact\",\"fate\":\"present\",\"channel\":\"web\",\"told_at\":\"2026-11-20T10:00:00Z\","
                                + "\"email\":\"kim@example.com\",\"name\":\"Kim\"}");
    }

    @Test
    void portabilityIsForMachinesOnly() throws Exception {
        assertThat(kim().of(PackageFacts.Type.PORTABILITY).files(scratch).keySet())
                .containsAll(FOR_MACHINES)
                .contains("manifest.json")
                .noneMatch(name -> name.endsWith(".html") || name.endsWith(".js"));
    }

    @Test
    void ofSomebodyOfWhomNothingIsHeldThereIsAPackageToo() throws Exception {
        Map<String, String> files = new PackageFixture().files(scratch);

        assertThat(files.keySet()).contains("index.html").containsAll(FOR_MACHINES);
        assertThat(files.get("data.ndjson")).isEmpty();
        assertThat(files.get("index.html")).contains("Conversations (0)", "<p>None.</p>");
    }

    @Test
    void theManifestHasWhatThePackageIsAndEachFileWithItsHash() throws Exception {
        Map<String, String> files = kim().files(scratch);

        JsonNode manifest = JsonMapper.shared().readTree(files.remove("manifest.json"));

        assertThat(manifest.get("version").asInt()).isEqualTo(1);
        assertThat(manifest.get("request_id").asString()).isEqualTo(PackageFixture.REQUEST.toString());
        assertThat(manifest.get("type").asString()).isEqualTo("access");
        assertThat(manifest.get("prepared_at").asString()).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(manifest.get("client").asString()).isEqualTo("Example Shop");
        assertThat(manifest.get("consumer_id").asString()).isEqualTo(PackageFixture.KIM.toString());
        assertThat(manifest.get("files")
                        .valueStream()
                        .map(file -> file.get("name").asString()))
                .containsExactlyElementsOf(files.keySet());
        manifest.get("files").forEach(file -> {
            byte[] content = files.get(file.get("name").asString()).getBytes(UTF_8);
            assertThat(file.get("bytes").asInt()).isEqualTo(content.length);
            assertThat(file.get("sha256").asString()).isEqualTo(sha256(content));
        });
    }

    @Test
    void tellsItsSizeAndHashAndLeavesTheStreamOpen() throws Exception {
        boolean[] closed = new boolean[1];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        PackageFixture fixture = kim();

        WrittenPackage written = new PackageWriter(PackageFixture.KEY, scratch)
                .write(fixture.facts(), fixture.pieces(), new Delivery.Plain(), out);

        assertThat(written).isEqualTo(new WrittenPackage(out.size(), sha256(out.toByteArray())));
        assertThat(closed[0]).isFalse();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void whatPeopleWroteIsInNoName() throws Exception {
        PackageFixture fixture = new PackageFixture()
                .client("../../etc/passwd")
                .conversation()
                .message(Held.Fate.PRESENT, Author.AGENT, "..\\..\\x", "../../../root/.ssh/authorized_keys", "/etc")
                .message(Held.Fate.PRESENT, Author.AGENT, "/abs", "C:\\x\u0000.html", "..");

        assertThat(fixture.files(scratch).keySet())
                .isNotEmpty()
                .allMatch(name -> name.matches("(conversations/|vcon/)?[a-z0-9-]+(\\.[a-z]+)+"));
    }

    @Test
    void scriptsAndMarkupAreWords() throws Exception {
        String script = "<script>alert(1)</script><img src=x onerror=alert(1)>\" ' </title><!--";
        PackageFixture fixture = new PackageFixture()
                .client(script)
                .hold(script)
                .disclosure(script, script)
                .contact(Held.Fate.PRESENT, script, script)
                .conversation()
                .visit(Held.Fate.PRESENT, script)
                .message(Held.Fate.PRESENT, Author.AGENT, script, script, script);

        Map<String, String> files = fixture.files(scratch);

        files.forEach((name, content) -> {
            if (name.endsWith(".html")) {
                assertThat(content)
                        .as(name)
                        .doesNotContain("<img", "alert(1)<", "<!--")
                        .contains("default-src 'none'");
            }
        });
        assertThat(files.get("conversations/1.html"))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot; &#39;")
                .doesNotContain("<script");
        assertThat(files.get("index.html")).doesNotContain("<script");
    }

    @Test
    void textInAnotherDirectionKeepsToItself() throws Exception {
        PackageFixture fixture =
                new PackageFixture().conversation().said(Author.AGENT, "\u202EAnn", "\u202Eשלום\u0007\u001B[2K");

        assertThat(fixture.files(scratch).get("conversations/1.html"))
                .contains("<b><bdi>Agent \u202EAnn</bdi></b> · ")
                .contains("<p class=\"said\" dir=\"auto\">\u202Eשלום\uFFFD\uFFFD[2K</p>");
    }

    @Test
    void halfACharacterStopsNothing() throws Exception {
        PackageFixture fixture = new PackageFixture()
                .client("a\uD800")
                .hold("\uDC00")
                .disclosure("\uD800", "\uDC00")
                .contact(Held.Fate.PRESENT, "\uD800@example.com", null)
                .conversation()
                .visit(Held.Fate.PRESENT, "\uD800")
                .message(Held.Fate.PRESENT, Author.CONSUMER, "\uD800", "\uDC00", "a\uD83D");

        assertThat(fixture.files(scratch).get("messages.csv")).contains("a\uFFFD");
    }

    @Test
    void whatIsGoneSaysSoInEachForm() throws Exception {
        PackageFixture fixture = new PackageFixture()
                .contact(Held.Fate.ERASED, null, null)
                .conversation(Held.Fate.EXPIRED)
                .visit(Held.Fate.EXPIRED, null)
                .gone(Held.Fate.EXPIRED)
                .gone(Held.Fate.ERASED)
                .gone(Held.Fate.DENIED);

        Map<String, String> files = fixture.files(scratch);

        assertThat(files.get("conversations/1.html"))
                .contains("<p class=\"said\"><span class=\"gone\">expired on its retention date</span></p>")
                .contains("<p class=\"said\"><span class=\"gone\">erased</span></p>")
                .contains("<p class=\"said\"><span class=\"gone\">not given out</span></p>")
                .doesNotContain("<p class=\"said\"></p>");
        assertThat(files.get("index.html"))
                .contains("<dt>Contact data</dt><dd><span class=\"gone\">erased</span>")
                .contains("<dt>Visit</dt><dd><span class=\"gone\">expired on its retention date</span>")
                .contains("<dt>State</dt><dd><span class=\"gone\">expired on its retention date</span>");
        assertThat(files.get("data.ndjson").lines().skip(3))
                .first()
                .asString()
                .contains("\"fate\":\"expired\"")
                .doesNotContain("\"text\"");
        assertThat(files).doesNotContainKey("search-1.js");
    }

    @Test
    void anEmptyMessageIsShownAsOne() throws Exception {
        assertThat(new PackageFixture()
                        .conversation()
                        .said(Author.CONSUMER, null, " ")
                        .files(scratch)
                        .get("conversations/1.html"))
                .contains("<p class=\"said gone\">an empty message</p>");
    }

    @Test
    void agentsAreCountedWhereOthersAreTakenOut() throws Exception {
        PackageFixture fixture = new PackageFixture()
                .withoutOthers()
                .conversation()
                .said(Author.CONSUMER, "Kim", "Hello")
                .said(Author.AGENT, "Ann Canary", "Hi")
                .said(Author.AGENT, "Bob Canary", "Hi too")
                .said(Author.AGENT, "Ann Canary", "Bye")
                .said(Author.AGENT, null, "Bye too")
                .conversation()
                .said(Author.AGENT, "Bob Canary", "Once more");

        Map<String, String> files = fixture.files(scratch);

        assertThat(files.values())
                .isNotEmpty()
                .allSatisfy(content -> assertThat(content).doesNotContain("Canary"));
        assertThat(Csv.rows(files.get("messages.csv")).stream().map(row -> row.get(5)))
                .containsExactly("author", "Kim", "Agent 1", "Agent 2", "Agent 1", "", "Agent 1");
        assertThat(files.get("conversations/1.html")).contains("<bdi>Agent 1</bdi>", "<bdi>You Kim</bdi>");
        assertThat(PackageFixture.payload(files.get("vcon/" + fixture.conversationId() + ".vcon.json"))
                        .toString())
                .doesNotContain("Canary")
                .contains("\"redacted\":{\"type\":\"names of agents\"}");
    }

    @Test
    void aLongConversationHasPages() throws Exception {
        PackageFixture fixture = new PackageFixture().conversation();
        for (int i = 1; i <= 2001; i++) {
            fixture.said(Author.CONSUMER, null, "message " + i);
        }

        Map<String, String> files = fixture.files(scratch);

        assertThat(files.get("conversations/1.html"))
                .contains("id=\"m1\"", "id=\"m1000\"", "rel=\"next\" href=\"../conversations/1-2.html\"")
                .doesNotContain("id=\"m1001\"", "rel=\"prev\"");
        assertThat(files.get("conversations/1-2.html"))
                .contains("<title>Conversation 1, page 2</title>", "id=\"m1001\"", "id=\"m2000\"")
                .contains("rel=\"prev\" href=\"../conversations/1.html\"", "rel=\"next\"");
        assertThat(files.get("conversations/1-3.html")).contains("id=\"m2001\"").doesNotContain("rel=\"next\"");
        assertThat(files.get("search-1.js")).contains("\"conversations/1-3.html#m2001\"");
        assertThat(files.get("index.html")).contains("<dt>Messages</dt><dd>2001</dd>");
    }

    @Test
    void manyConversationsAreListedOnPages() throws Exception {
        PackageFixture fixture = new PackageFixture();
        for (int i = 1; i <= 551; i++) {
            fixture.conversation();
        }

        Map<String, String> files = fixture.files(scratch);

        assertThat(files.get("index.html"))
                .contains("Conversations (551)", ">Conversation 50<", "href=\"conversations-1.html\">All 551<")
                .doesNotContain(">Conversation 51<");
        assertThat(files.get("conversations-1.html"))
                .contains(">Conversation 1<", ">Conversation 500<", "rel=\"next\"");
        assertThat(files.get("conversations-2.html")).contains(">Conversation 501<", ">Conversation 551<");
    }

    @Test
    void aPassphraseOpensEachFile() throws Exception {
        Path zip = folder.resolve("package.zip");
        PackageFixture fixture = kim();
        Files.write(zip, fixture.bytes(new Delivery.Passphrase("pässword 漢字".toCharArray()), scratch));

        try (ZipFile file = new ZipFile(zip.toFile(), "pässword 漢字".toCharArray())) {
            for (FileHeader header : file.getFileHeaders()) {
                assertThat(header.getEncryptionMethod()).isEqualTo(EncryptionMethod.AES);
                assertThat(header.getAesExtraDataRecord().getAesKeyStrength())
                        .isEqualTo(AesKeyStrength.KEY_STRENGTH_256);
                assertThat(new String(file.getInputStream(header).readAllBytes(), UTF_8))
                        .isEqualTo(
                                header.getFileName().startsWith("vcon/")
                                                || header.getFileName().equals("manifest.json")
                                        ? new String(file.getInputStream(header).readAllBytes(), UTF_8)
                                        : fixture.files(scratch).get(header.getFileName()));
            }
        }
        try (ZipFile file = new ZipFile(zip.toFile(), "another".toCharArray())) {
            FileHeader first = file.getFileHeaders().getFirst();
            assertThatThrownBy(() -> file.getInputStream(first).readAllBytes()).isInstanceOf(ZipException.class);
        }
        assertThat(Files.readString(zip, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("order");
    }

    @Test
    void nothingIsWrittenIfReadingFails() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PackageFixture fixture = kim();

        assertThatThrownBy(() -> new PackageWriter(PackageFixture.KEY, scratch)
                        .write(
                                fixture.facts(),
                                each -> {
                                    fixture.pieces().forEach(each);
                                    throw new IllegalStateException("the log is away");
                                },
                                new Delivery.Plain(),
                                out))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the log is away");
        assertThat(out.size()).isZero();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void nothingIsLeftIfWritingFails() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("no space");
            }
        };
        PackageFixture fixture = kim();

        assertThatThrownBy(() -> new PackageWriter(PackageFixture.KEY, scratch)
                        .write(fixture.facts(), fixture.pieces(), new Delivery.Plain(), full))
                .isInstanceOf(IOException.class);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void aPieceOfAnotherConversationIsRefused() {
        PackageFixture fixture = kim().piece(new Held.Message(
                Held.Fate.PRESENT,
                ConversationId.random(),
                "m-9",
                Author.CONSUMER,
                null,
                PackageFixture.TIME,
                "strayed words"));

        assertThatThrownBy(() -> fixture.files(scratch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("strayed");
    }

    @Test
    void factsAndPassphrasesPrintNothingOfThemselves() {
        assertThat(kim().hold("canary").disclosure("canary", "canary").facts().toString())
                .doesNotContain("canary");
        assertThat(new Delivery.Passphrase("canary".toCharArray())).hasToString("[REDACTED]");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsWhatBecameOfMessages() throws Exception {
        Map<String, String> files = new PackageFixture()
                .conversation()
                .disagreedWith("It came on time.", "<b>No</b>, a week late.")
                .gone(Held.Fate.REDACTED)
                .files(scratch);

        assertThat(files.get("conversations/1.html"))
                .contains("It came on time.", "corrected", "You disagreed:", "&lt;b&gt;No&lt;/b&gt;, a week late.")
                .contains("<span class=\"gone\">redacted</span>");
        assertThat(Csv.rows(files.get("messages.csv")).get(1))
                .containsSubsequence("2026-11-21T10:00:00Z", "<b>No</b>, a week late.", "present", "It came on time.");
        assertThat(Csv.rows(files.get("messages.csv")).get(2)).endsWith("redacted", "(redacted)");
        assertThat(files.get("data.ndjson")).contains("\"disagreement\":\"<b>No</b>, a week late.\"");
    }
}
