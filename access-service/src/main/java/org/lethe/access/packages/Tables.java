package org.lethe.access.packages;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.service.subjects.Held;
import org.lethe.web.StrictJson;

/// One table for each kind of piece, and the disclosures.
final class Tables implements PackagePart {
    private final CsvFile messages;
    private final CsvFile conversations;
    private final CsvFile contact;
    private final CsvFile visits;
    private final CsvFile disclosures;

    Tables(PackageFacts facts, Scratch scratch) throws IOException {
        this.messages = new CsvFile(
                scratch.spill(),
                "messages.csv",
                "conversation_id",
                "channel",
                "message_id",
                "sent_at",
                "from",
                "author",
                "corrected_at",
                "redacted_at",
                "disagreement",
                "fate",
                "text");
        this.conversations = new CsvFile(
                scratch.spill(), "conversations.csv", "conversation_id", "channel", "opened_at", "closed_at", "fate");
        this.contact = new CsvFile(
                scratch.spill(), "contact.csv", "told_at", "channel", "email", "phone", "external_id", "name", "fate");
        this.visits = new CsvFile(
                scratch.spill(),
                "visits.csv",
                "conversation_id",
                "observed_at",
                "ip_address",
                "user_agent",
                "page",
                "referrer",
                "location",
                "fate");
        this.disclosures = new CsvFile(
                scratch.spill(),
                "disclosures.csv",
                "at",
                "recipient",
                "ground",
                "purpose",
                "categories",
                "region",
                "reference");
        for (PackageFacts.Disclosure disclosure : facts.disclosures()) {
            row(disclosure);
        }
    }

    @Override
    public void piece(Placed placed) throws IOException {
        switch (placed.piece()) {
            case Held.Contact told ->
                contact.row(
                        text(told.toldAt()),
                        told.channel().name(),
                        cell(told, told.email()),
                        cell(told, told.phone()),
                        cell(told, told.externalId()),
                        cell(told, told.name()),
                        fate(told));
            case Held.Conversation begun ->
                conversations.row(
                        begun.conversationId().toString(),
                        begun.channel().name(),
                        text(begun.openedAt()),
                        text(begun.closedAt()),
                        fate(begun));
            case Held.Visit visit ->
                visits.row(
                        visit.conversationId().toString(),
                        text(visit.observedAt()),
                        cell(visit, visit.ipAddress()),
                        cell(visit, visit.userAgent()),
                        cell(visit, visit.page()),
                        cell(visit, visit.referrer()),
                        cell(visit, visit.location()),
                        fate(visit));
            case Held.Message message ->
                messages.row(
                        message.conversationId().toString(),
                        placed.conversationOrRefuse().channel().name(),
                        message.messageId(),
                        text(message.sentAt()),
                        StrictJson.wireName(message.from()),
                        cell(message, message.author()),
                        text(message.correctedAt()),
                        text(message.redactedAt()),
                        message.disagreement(),
                        fate(message),
                        cell(message, message.text()));
        }
    }

    @Override
    public void end() {}

    @Override
    public List<EntrySpill> spills() {
        return Stream.of(messages, conversations, contact, visits, disclosures)
                .map(CsvFile::spill)
                .toList();
    }

    private void row(PackageFacts.Disclosure disclosure) throws IOException {
        disclosures.row(
                text(disclosure.at()),
                WellFormed.text(disclosure.recipient()),
                WellFormed.text(disclosure.ground()),
                WellFormed.text(disclosure.purpose()),
                WellFormed.text(String.join(", ", disclosure.categories())),
                WellFormed.maybe(disclosure.region()),
                WellFormed.maybe(disclosure.reference()));
    }

    /// Where the words are gone nobody knows any more whether there were any.
    private static @Nullable String cell(Held piece, @Nullable String text) {
        return Fates.isThere(piece) ? text : "(" + Fates.told(piece.fate()) + ")";
    }

    private static String fate(Held piece) {
        return StrictJson.wireName(piece.fate());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
