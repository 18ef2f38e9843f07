package org.lethe.access.packages;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.service.subjects.Held;
import org.lethe.web.StrictJson;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// One conversation, or a part of a long one, as a vCon of syntax 0.4.0 (draft-ietf-vcon-vcon-core): one text dialog
/// for each message.
///
/// Party 0 is the consumer, party 1 the client; agents and bots follow. Of words that were destroyed the dialog stays
/// without a body, so that the order tells what there was; `fate` (of our extension `LETHE`, which is compatible: who
/// doesn't know it reads on) says what became of them, and `redacted` that something is missing. Its `uuid` is absent:
/// there is nothing less redacted. `role` and `interaction_id`, the conversation, are of the extension `CC`
/// (draft-ietf-vcon-cc-extension).
///
/// A visit is an attachment, which belongs to a dialog: where no message follows it is in `visits.csv` only.
final class Vcon {
    private static final String SYNTAX = "0.4.0";
    private static final int CONSUMER = 0;
    private static final int CLIENT = 1;

    private final PackageFacts facts;
    private final Held.Conversation conversation;
    private final int part;
    private final String uuid = UUID.randomUUID().toString();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonGenerator json = JsonMapper.shared().createGenerator(bytes);
    private final ByteArrayOutputStream visits = new ByteArrayOutputStream();
    private final JsonGenerator attachments = JsonMapper.shared().createGenerator(visits);
    private final Map<Speaker, Integer> others = new LinkedHashMap<>();
    private final SortedSet<String> missing = new TreeSet<>();
    private @Nullable String consumerName;
    private boolean hasDialog;

    private record Speaker(Author from, @Nullable String name) {}

    /// @param part from 1
    Vcon(PackageFacts facts, Held.Conversation conversation, int part) {
        this.facts = facts;
        this.conversation = conversation;
        this.part = part;
        String createdAt = facts.preparedAt().toString();
        json.writeStartObject()
                .writeStringProperty("vcon", SYNTAX)
                .writeStringProperty("uuid", uuid)
                .writeStringProperty("created_at", createdAt)
                .writeStringProperty("updated_at", createdAt) // when it was signed
                .writeStringProperty("subject", subject());
        json.writeArrayPropertyStart("extensions")
                .writeString("CC")
                .writeString("LETHE")
                .writeEndArray();
        json.writeArrayPropertyStart("dialog");
        attachments.writeStartArray();
        if (facts.redactOthers()) {
            missing.add("names of agents");
        }
    }

    int part() {
        return part;
    }

    String uuid() {
        return uuid;
    }

    /// Of what it holds so far, and at least so many.
    int bytes() {
        json.flush();
        attachments.flush();
        return bytes.size() + visits.size();
    }

    String fileName() {
        return "vcon/" + conversation.conversationId() + (part == 1 ? "" : "-" + part) + ".vcon.json";
    }

    void add(Held.Message message) {
        int sender = party(message);
        json.writeStartObject()
                .writeStringProperty("type", "text")
                .writeStringProperty("start", message.sentAt().toString());
        json.writeArrayPropertyStart("parties")
                .writeNumber(sender)
                .writeNumber(message.from() == Author.CONSUMER ? CLIENT : CONSUMER)
                .writeEndArray();
        json.writeStringProperty("application", conversation.channel().name())
                .writeStringProperty("message_id", message.messageId())
                .writeStringProperty(
                        "interaction_id", conversation.conversationId().toString())
                .writeStringProperty("mediatype", "text/plain");
        String text = message.text();
        if (Fates.isThere(message) && text != null) {
            json.writeStringProperty("body", text).writeStringProperty("encoding", "none");
        } else {
            fate(json, message);
        }
        told(json, "disagreement", message.disagreement());
        json.writeEndObject();
        hasDialog = true;
    }

    void add(Held.Visit visit) {
        attachments
                .writeStartObject()
                .writeStringProperty("purpose", "visit")
                .writeStringProperty("start", visit.observedAt().toString())
                .writeNumberProperty("party", CLIENT) // which observed it
                .writeNumberProperty("dialog", 0)
                .writeStringProperty("mediatype", "application/json");
        if (Fates.isThere(visit)) {
            attachments.writeStringProperty("encoding", "json").writeObjectPropertyStart("body");
            told(attachments, "ip_address", visit.ipAddress());
            told(attachments, "user_agent", visit.userAgent());
            told(attachments, "page", visit.page());
            told(attachments, "referrer", visit.referrer());
            told(attachments, "location", visit.location());
            attachments.writeEndObject();
        } else {
            fate(attachments, visit);
        }
        attachments.writeEndObject();
    }

    /// All of it; nothing can be added from then on.
    byte[] json() {
        json.writeEndArray();
        attachments.writeEndArray().close();
        json.writeArrayPropertyStart("parties");
        party("person", "customer", facts.consumerId().toString(), consumerName, null);
        party("organization", null, null, WellFormed.text(facts.clientName()), null);
        others.keySet().forEach(this::party);
        json.writeEndArray();
        if (hasDialog) {
            json.writeName("attachments").writeRawValue(visits.toString(StandardCharsets.UTF_8));
        }
        if (!missing.isEmpty()) {
            json.writeObjectPropertyStart("redacted")
                    .writeStringProperty("type", String.join(", ", missing))
                    .writeEndObject();
        }
        json.writeEndObject().close();
        return bytes.toByteArray();
    }

    private String subject() {
        String whole = "Conversation " + conversation.conversationId() + " (" + conversation.channel() + ")";
        return part == 1 ? whole : whole + ", part " + part;
    }

    /// A consumer who is called otherwise than before is a party more; whatever a system says the client says.
    private int party(Held.Message message) {
        String name = message.author();
        return switch (message.from()) {
            case SYSTEM -> CLIENT;
            case CONSUMER -> {
                if (name != null && consumerName == null) {
                    consumerName = name;
                }
                yield name == null || name.equals(consumerName) ? CONSUMER : other(Author.CONSUMER, name);
            }
            case AGENT -> other(Author.AGENT, name);
            case BOT -> other(Author.BOT, name);
        };
    }

    private int other(Author from, @Nullable String name) {
        return others.computeIfAbsent(new Speaker(from, name), _ -> CLIENT + 1 + others.size());
    }

    private void party(Speaker speaker) {
        switch (speaker.from()) {
            case CONSUMER -> party("person", "customer", null, speaker.name(), null);
            case AGENT -> party("person", "agent", null, speaker.name(), facts.clientName());
            case BOT -> party("bot", null, null, speaker.name(), facts.clientName());
            case SYSTEM -> throw new IllegalStateException("a system is no party");
        }
    }

    private void party(
            String type, @Nullable String role, @Nullable String id, @Nullable String name, @Nullable String client) {
        json.writeStartObject().writeStringProperty("type", type);
        told(json, "role", role);
        told(json, "uuid", id);
        told(json, "name", name);
        told(json, "org", WellFormed.maybe(client));
        json.writeEndObject();
    }

    private void fate(JsonGenerator to, Held piece) {
        to.writeStringProperty("fate", StrictJson.wireName(piece.fate()));
        missing.add(Fates.told(piece.fate()));
    }

    private static void told(JsonGenerator to, String name, @Nullable String value) {
        if (value != null) {
            to.writeStringProperty(name, value);
        }
    }
}
