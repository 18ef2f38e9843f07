package org.lethe.transcript;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.lethe.contracts.Author;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationClosed;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.VisitObserved;
import org.lethe.eventlog.LogPosition;
import org.lethe.keyring.ContentScope;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.web.Moments;

/// One conversation of one consumer, and what may happen to it: for tests of decisions.
public final class Example {
    /// When things are ordered.
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /// The clock of those who carry them out.
    public static final Moments MOMENTS = new Moments(Clock.fixed(NOW, ZoneOffset.UTC));

    /// When things were said.
    public static final Instant SAID_AT = Instant.parse("2026-11-20T08:30:00Z");

    public static final ClientId CLIENT = ClientId.random();
    public static final ClientId OTHER_CLIENT = ClientId.random();
    public static final ConsumerId CONSUMER = ConsumerId.random();
    public static final ConversationId CONVERSATION = ConversationId.random();
    public static final HoldId HOLD = HoldId.random();
    public static final Channel WEB = new Channel("web");
    public static final Bucket BUCKET = Bucket.of(Category.MESSAGES, WEB, SAID_AT);

    /// What is sealed under the keys of the conversation's messages.
    public static final ContentScope SCOPE = new ContentScope(CLIENT, CONSUMER, CONVERSATION, BUCKET);

    private static final EventId ORDER = EventId.random();

    private Example() {}

    public static ConsumerIdentified identified() {
        return new ConsumerIdentified(CONSUMER, List.of(), WEB, SAID_AT);
    }

    /// A schedule by which everything goes after this.
    public static RetentionScheduleSet schedule(int version, String period, Instant effectiveFrom) {
        return new RetentionScheduleSet(
                CLIENT,
                version,
                List.of(new RetentionRule(RetentionRule.DEFAULT, null, Period.parse(period))),
                effectiveFrom,
                "operator");
    }

    public static ConversationOpened opened() {
        return opened(null);
    }

    public static ConversationOpened opened(UUID external) {
        return new ConversationOpened(CONVERSATION, CONSUMER, WEB, SAID_AT, external);
    }

    public static ConversationClosed closed() {
        return new ConversationClosed(CONVERSATION, CONSUMER, SAID_AT.plusSeconds(60));
    }

    public static ConversationErased conversationErased() {
        return new ConversationErased(
                CONVERSATION,
                CONSUMER,
                List.of(new DestroyedKey(KeyKind.CONVERSATION, "cd".repeat(32))),
                ORDER,
                SAID_AT.plusSeconds(90),
                null);
    }

    public static ConsumerErased consumerErased() {
        return consumerErased(CONSUMER);
    }

    public static ConsumerErased consumerErased(ConsumerId consumer) {
        return new ConsumerErased(
                consumer,
                List.of(new DestroyedKey(KeyKind.CONSUMER, "ab".repeat(32))),
                ORDER,
                SAID_AT.plusSeconds(90),
                null);
    }

    public static ConsumerForgotten consumerForgotten() {
        return new ConsumerForgotten(
                CONSUMER, new DestroyedKey(KeyKind.CONSUMER, "ab".repeat(32)), SAID_AT.plusSeconds(150));
    }

    /// The members of a refusal that shows this receipt.
    public static Map<String, Object> receipt(ConsumerErased erased, LogPosition place) {
        return Map.of("receipt", Receipt.of(erased, place));
    }

    public static Map<String, Object> receipt(ConversationErased erased, LogPosition place) {
        return Map.of("receipt", Receipt.of(erased, place));
    }

    public static BucketKeyDestroyed destroyed(Bucket bucket) {
        return destroyed(CLIENT, bucket);
    }

    public static BucketKeyDestroyed destroyed(ClientId client, Bucket bucket) {
        return new BucketKeyDestroyed(
                client,
                bucket,
                new DestroyedKey(KeyKind.BUCKET, "ef".repeat(32)),
                ORDER,
                List.of(),
                SAID_AT.plusSeconds(120));
    }

    public static SealedEvent<MessageRecorded> message() {
        return message(CONVERSATION, SAID_AT);
    }

    public static SealedEvent<MessageRecorded> message(ConversationId conversation, Instant sentAt) {
        return message(conversation, CONSUMER, sentAt);
    }

    public static SealedEvent<MessageRecorded> message(
            ConversationId conversation, ConsumerId consumer, Instant sentAt) {
        return sealed(new MessageRecorded(
                conversation, consumer, new MessageId(UUID.randomUUID()), Author.CONSUMER, WEB, sentAt));
    }

    public static SealedEvent<VisitObserved> visit() {
        return sealed(new VisitObserved(CONVERSATION, WEB, SAID_AT));
    }

    public static SealedEvent<ConsumerIdentifiersLinked> contact() {
        return sealed(new ConsumerIdentifiersLinked(CONSUMER, List.of("email"), WEB, SAID_AT));
    }

    /// Nobody opens the envelope here.
    private static <E extends ContentEvent> SealedEvent<E> sealed(E event) {
        return new SealedEvent<>(EventId.random(), event, new Sealed(new byte[] {1, 2, 3}));
    }

    public static LogEntry entry(SealedEvent<?> sealed) {
        return new LogEntry(CLIENT, sealed.event(), sealed.sealed());
    }

    public static LegalHoldPlaced holdOnAll() {
        return hold(CLIENT, new HoldScope(List.of(), List.of(), null, null, null, true));
    }

    public static LegalHoldPlaced holdOn(ConsumerId consumer) {
        return hold(CLIENT, new HoldScope(List.of(consumer), List.of(), null, null, null, false));
    }

    public static LegalHoldPlaced hold(ClientId client, HoldScope scope) {
        return new LegalHoldPlaced(HOLD, client, scope, 0, "officer");
    }

    public static LegalHoldReleased released() {
        return new LegalHoldReleased(HOLD, CLIENT, null, "officer");
    }
}
