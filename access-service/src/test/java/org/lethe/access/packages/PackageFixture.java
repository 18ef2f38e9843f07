package org.lethe.access.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.subjects.Held;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pieces, one after the other, and the package that is made of them.
final class PackageFixture {
    static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");
    static final ConsumerId KIM = ConsumerId.parse("019a9f5e-0000-7000-8000-000000000001");
    static final UUID REQUEST = UUID.fromString("019a9f5e-0000-7000-8000-0000000000aa");
    static final SigningKey KEY = SigningKey.of(SigningKey.generate());

    private static final Channel WEB = new Channel("web");

    private final List<Held> pieces = new ArrayList<>();
    private final List<String> holds = new ArrayList<>();
    private final List<PackageFacts.Disclosure> disclosures = new ArrayList<>();
    private PackageFacts.Type type = PackageFacts.Type.ACCESS;
    private String client = "Example Shop";
    private boolean redactOthers;
    private ConversationId conversation = ConversationId.random();
    private int messages;

    PackageFixture of(PackageFacts.Type type) {
        this.type = type;
        return this;
    }

    PackageFixture client(String name) {
        this.client = name;
        return this;
    }

    PackageFixture withoutOthers() {
        this.redactOthers = true;
        return this;
    }

    PackageFixture hold(String told) {
        holds.add(told);
        return this;
    }

    PackageFixture disclosure(String recipient, String purpose) {
        disclosures.add(new PackageFacts.Disclosure(
                TIME, recipient, "consent", purpose, List.of("messages", "contact"), "eu", null));
        return this;
    }

    PackageFixture contact(Held.Fate fate, @Nullable String email, @Nullable String name) {
        pieces.add(new Held.Contact(fate, WEB, TIME, email, null, null, name));
        return this;
    }

    PackageFixture conversation() {
        return conversation(Held.Fate.PRESENT);
    }

    PackageFixture conversation(Held.Fate fate) {
        conversation = ConversationId.random();
        messages = 0;
        pieces.add(new Held.Conversation(fate, conversation, WEB, TIME, null));
        return this;
    }

    PackageFixture visit(Held.Fate fate, @Nullable String userAgent) {
        pieces.add(new Held.Visit(fate, conversation, TIME, "192.0.2.7", userAgent, null, null, "Bern"));
        return this;
    }

    PackageFixture said(Author from, @Nullable String author, String text) {
        return message(Held.Fate.PRESENT, from, author, "m-" + (messages + 1), text);
    }

    PackageFixture gone(Held.Fate fate) {
        return message(fate, Author.AGENT, null, "m-" + (messages + 1), null);
    }

    PackageFixture message(
            Held.Fate fate, Author from, @Nullable String author, String messageId, @Nullable String text) {
        pieces.add(new Held.Message(
                fate, conversation, messageId, from, author, TIME.plus(Duration.ofSeconds(messages++)), text));
        return this;
    }

    PackageFixture disagreedWith(String text, String disagreement) {
        pieces.add(new Held.Message(
                Held.Fate.PRESENT,
                conversation,
                "m-" + (messages + 1),
                Author.AGENT,
                null,
                TIME.plus(Duration.ofSeconds(messages++)),
                text,
                TIME.plus(Duration.ofDays(1)),
                null,
                disagreement));
        return this;
    }

    PackageFixture piece(Held piece) {
        pieces.add(piece);
        return this;
    }

    ConversationId conversationId() {
        return conversation;
    }

    PackageFacts facts() {
        return new PackageFacts(REQUEST, type, client, TIME, KIM, redactOthers, holds, disclosures);
    }

    Pieces pieces() {
        return (Consumer<Held> each) -> pieces.forEach(each);
    }

    byte[] bytes(Delivery delivery, Path folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PackageWriter(KEY, folder).write(facts(), pieces(), delivery, out);
        return out.toByteArray();
    }

    /// What is in it, by name, in order, read by the JDK.
    Map<String, String> files(Path folder) throws IOException {
        return unzipped(bytes(new Delivery.Plain(), folder));
    }

    static Map<String, String> unzipped(byte[] zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
            }
        }
        return files;
    }

    /// What was signed.
    static JsonNode payload(String jws) {
        JsonMapper json = JsonMapper.shared();
        return json.readTree(
                Base64.getUrlDecoder().decode(json.readTree(jws).get("payload").asString()));
    }
}
