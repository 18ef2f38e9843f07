package org.lethe.retention.certificates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.HoldId;
import org.lethe.retention.buckets.Buckets.Gone;
import org.lethe.retention.buckets.Buckets.Kept;
import org.lethe.retention.preview.Figures.Amount;
import org.lethe.retention.preview.Figures.Line;
import org.lethe.service.signing.SignedDocument;
import org.lethe.service.signing.SigningKey;

/// A certificate of destruction, signed. The same log gives the same bytes.
public final class Certificate {
    private final byte[] json;
    private final String sha256;
    private final ClientReport report;

    private Certificate(byte[] json, String sha256, ClientReport report) {
        this.json = json;
        this.sha256 = sha256;
        this.report = report;
    }

    /// A bucket that is due and stays.
    public record Held(Bucket bucket, long contents, long bytes, List<HoldId> holds) {}

    /// How a hold keeps what was due.
    private static final String WHOLE = "bucket"; // nothing of it is destroyed

    private static final String ESCROW = "escrow"; // the key is destroyed; what the hold names opens for it alone

    private record Place(Category category, Channel channel) {
        static Place of(Bucket bucket) {
            return new Place(bucket.category(), bucket.channel());
        }
    }

    public static Certificate of(Deeds.Asked asked, ClientId client, Deeds deeds, List<Held> held, SigningKey key) {
        ClientReport report = report(client, deeds, held);
        SortedMap<String, Object> body = body(asked, client, deeds, held, report);
        SignedDocument signed = SignedDocument.of("certificate", body, key);
        return new Certificate(signed.json(), signed.sha256(), report);
    }

    /// What is stored and served.
    public byte[] json() {
        return json;
    }

    /// Of the bytes that are signed; 64 lower-case hex digits.
    public String sha256() {
        return sha256;
    }

    public ClientReport report() {
        return report;
    }

    public long messages() {
        return report.unreadable().messages();
    }

    private static SortedMap<String, Object> body(
            Deeds.Asked asked, ClientId client, Deeds deeds, List<Held> held, ClientReport report) {
        return sorted(
                "title", "Certificate of destruction",
                "form", 2,
                "client_id", client.toString(),
                "run_id", asked.run().toString(),
                "asked_by", asked.by(),
                "asked_at", asked.askedAt().toString(),
                "at", asked.at().toString(),
                "schedule_version", deeds.scheduleVersion(),
                "orders", deeds.orders().stream().map(Certificate::order).toList(),
                "buckets", deeds.gone().stream().map(Certificate::bucket).toList(),
                "client_keys",
                        deeds.clientKeys().stream().map(Certificate::clientKey).toList(),
                "held",
                        Stream.concat(
                                        held.stream().map(Certificate::heldWhole),
                                        deeds.gone().stream().flatMap(Certificate::heldInEscrow))
                                .toList(),
                "totals",
                        sorted(
                                "buckets", report.unreadable().days(),
                                "messages", report.unreadable().messages(),
                                "contents", report.unreadable().contents(),
                                "client_keys", deeds.clientKeys().size(),
                                "held_buckets", held.size(),
                                "held_contents", report.held().contents(),
                                "held_messages", report.held().messages()));
    }

    private static SortedMap<String, Object> order(Deeds.Order order) {
        return sorted(
                "position", order.position(),
                "log_index", order.logIndex(),
                "ordered_at", order.orderedAt().toString(),
                "schedule_version", order.scheduleVersion(),
                "buckets", order.buckets(),
                "whole_client", order.wholeClient());
    }

    private static SortedMap<String, Object> bucket(Gone gone) {
        return sorted(
                "category", gone.bucket().category().wireName(),
                "channel", gone.bucket().channel().name(),
                "day", gone.bucket().day().toString(),
                "contents", unreadable(gone),
                "messages", messages(gone.bucket(), unreadable(gone)),
                "conversations", gone.conversations() - gone.kept().conversations(),
                "held_contents",
                        gone.kept().contents() == 0 ? null : gone.kept().contents(),
                "fingerprint", gone.fingerprint(),
                "destroyed_at", gone.destroyedAt().toString(),
                "position", gone.position(),
                "log_index", gone.logIndex());
    }

    private static SortedMap<String, Object> clientKey(Deeds.ClientKey key) {
        return sorted(
                "fingerprint", key.fingerprint(),
                "destroyed_at", key.destroyedAt().toString(),
                "position", key.position(),
                "log_index", key.logIndex());
    }

    private static long unreadable(Gone gone) {
        return gone.contents() - gone.kept().contents();
    }

    private static SortedMap<String, Object> heldWhole(Held held) {
        return held(
                held.bucket(),
                WHOLE,
                held.holds().stream().map(HoldId::toString).sorted().toList(),
                null,
                held.contents());
    }

    private static Stream<SortedMap<String, Object>> heldInEscrow(Gone gone) {
        return gone.held().stream()
                .map(one ->
                        held(gone.bucket(), ESCROW, List.of(one.hold().toString()), one.contentKeys(), one.contents()));
    }

    /// @param contentKeys of an escrow: one for each conversation
    private static SortedMap<String, Object> held(
            Bucket bucket, String kept, List<String> holds, @Nullable Long contentKeys, long contents) {
        return sorted(
                "category",
                bucket.category().wireName(),
                "channel",
                bucket.channel().name(),
                "day",
                bucket.day().toString(),
                "kept",
                kept,
                "holds",
                holds,
                "content_keys",
                contentKeys,
                "contents",
                contents,
                "messages",
                messages(bucket, contents));
    }

    private static long messages(Bucket bucket, long contents) {
        return bucket.category() == Category.MESSAGES ? contents : 0;
    }

    /// The report of a run in which nothing went.
    ///
    /// @param held all that is due
    public static ClientReport reportOfNothing(ClientId client, int scheduleVersion, List<Kept> held) {
        List<Held> stays = held.stream()
                .map(kept -> new Held(kept.bucket(), kept.contents(), kept.bytes(), List.of()))
                .toList();
        return ClientReport.of(client, scheduleVersion, false, lines(List.of(), stays));
    }

    private static ClientReport report(ClientId client, Deeds deeds, List<Held> held) {
        return ClientReport.of(
                client, deeds.scheduleVersion(), !deeds.clientKeys().isEmpty(), lines(deeds.gone(), held));
    }

    private static List<Line> lines(List<Gone> destroyed, List<Held> held) {
        Map<Place, List<Gone>> gone = new LinkedHashMap<>();
        destroyed.forEach(one -> gone.computeIfAbsent(Place.of(one.bucket()), _ -> new ArrayList<>())
                .add(one));
        Map<Place, Amount> kept = new LinkedHashMap<>();
        destroyed.forEach(one -> kept.merge(
                Place.of(one.bucket()),
                new Amount(
                        0,
                        one.bucket().category() == Category.CONTACT
                                ? 0
                                : one.kept().conversations(),
                        messages(one.bucket(), one.kept().contents()),
                        one.kept().contents(),
                        one.kept().bytes()),
                Amount::plus));
        held.forEach(one -> kept.merge(
                Place.of(one.bucket()),
                new Amount(1, 0, messages(one.bucket(), one.contents()), one.contents(), one.bytes()),
                Amount::plus));
        List<Line> lines = new ArrayList<>();
        gone.forEach((place, all) -> lines.add(new Line(
                place.category(),
                place.channel(),
                null,
                all.stream()
                        .map(one -> one.bucket().day())
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                all.stream()
                        .map(one -> one.bucket().day())
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                all.stream()
                        .map(one -> new Amount(
                                1,
                                one.bucket().category() == Category.CONTACT
                                        ? 0
                                        : one.conversations() - one.kept().conversations(),
                                messages(one.bucket(), unreadable(one)),
                                unreadable(one),
                                one.bytes() - one.kept().bytes()))
                        .reduce(Amount.NOTHING, Amount::plus),
                kept.getOrDefault(place, Amount.NOTHING))));
        kept.forEach((place, amount) -> {
            if (!gone.containsKey(place)) {
                lines.add(new Line(place.category(), place.channel(), null, null, null, Amount.NOTHING, amount));
            }
        });
        return lines;
    }

    /// Sorted by name, as canonical JSON wants it; what is null is left out.
    private static SortedMap<String, Object> sorted(@Nullable Object... namesAndValues) {
        SortedMap<String, Object> members = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                members.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return members;
    }
}
