package org.lethe.contracts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.UUID;

/// One example of each event, with nothing left out.
final class Examples {
    private static final ClientId CLIENT = new ClientId(id(1));
    private static final ConsumerId CONSUMER = new ConsumerId(id(2));
    private static final ConversationId CONVERSATION = new ConversationId(id(3));
    private static final ApiKeyId API_KEY = new ApiKeyId(id(4));
    private static final MessageId MESSAGE = new MessageId(id(5));
    private static final EventId ORDER = new EventId(id(6));
    private static final Channel WEB = new Channel("web");
    private static final Instant AT = Instant.parse("2026-11-20T22:00:00.123456Z");
    private static final HoldId HOLD = new HoldId(id(8));
    private static final RunId RUN = new RunId(id(9));
    private static final Bucket BUCKET = new Bucket(Category.MESSAGES, WEB, LocalDate.parse("2026-11-20"));
    private static final String BY = API_KEY.toString();
    private static final DestroyedKey KEY = new DestroyedKey(KeyKind.CONSUMER, "ab".repeat(32));

    static final List<Event> ALL = List.of(
            new ApiKeyIssued(
                    CLIENT,
                    API_KEY,
                    "import",
                    List.of("writer", "reader"),
                    "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                    AT,
                    "platform"),
            new ApiKeyRevoked(CLIENT, API_KEY, "platform"),
            new BucketKeyDestroyed(
                    CLIENT,
                    BUCKET,
                    new DestroyedKey(KeyKind.BUCKET, "cd".repeat(32)),
                    ORDER,
                    List.of(new Escrowed(HOLD, 3)),
                    AT),
            new ClientOffboarded(CLIENT, BY),
            new ClientRegistered(CLIENT, "Müller & Söhne", "eu"),
            new ClientRenamed(CLIENT, "Müller"),
            new ConsumerErased(CONSUMER, List.of(KEY), ORDER, AT, List.of(new Escrowed(HOLD, 2))),
            new ConsumerIdentified(CONSUMER, List.of("email", "phone"), WEB, AT),
            new ConsumerIdentifiersLinked(CONSUMER, List.of("external_id"), WEB, AT),
            new ConversationClosed(CONVERSATION, CONSUMER, AT),
            new ConversationErased(
                    CONVERSATION,
                    CONSUMER,
                    List.of(new DestroyedKey(KeyKind.CONVERSATION, null)),
                    ORDER,
                    AT,
                    List.of(new Escrowed(HOLD, 1))),
            new ConversationOpened(CONVERSATION, CONSUMER, WEB, AT, id(7)),
            new ErasureFinal(KEY, CONSUMER.toString(), ORDER, 20_778, AT),
            new ErasureOrdered(CONSUMER, CONVERSATION, "consumer-request", API_KEY.toString()),
            new ExpiryOrdered(RUN, CLIENT, 2, List.of(BUCKET), false, BY),
            new KeyDestroyed(KEY, CONSUMER.toString(), ORDER),
            new LegalHoldPlaced(
                    HOLD,
                    CLIENT,
                    new HoldScope(
                            List.of(CONSUMER),
                            List.of(CONVERSATION),
                            WEB,
                            LocalDate.parse("2026-01-01"),
                            LocalDate.parse("2026-12-31"),
                            false),
                    1,
                    BY),
            new LegalHoldPolicySet(CLIENT, true, BY),
            new LegalHoldReleaseRequested(HOLD, CLIENT, BY),
            new LegalHoldReleased(HOLD, CLIENT, "somebody", BY),
            new MessageRecorded(CONVERSATION, CONSUMER, MESSAGE, Author.CONSUMER, WEB, AT),
            new RetentionLimitsSet(1, Period.parse("P30D"), Period.parse("P10Y"), BY),
            new RetentionRunCompleted(RUN, CLIENT, AT, 2, 7, 123_456, 1, "ef".repeat(32)),
            new RetentionScheduleSet(
                    CLIENT,
                    2,
                    List.of(
                            new RetentionRule("messages", WEB, Period.parse("P13M")),
                            new RetentionRule(RetentionRule.DEFAULT, null, Period.parse("P7Y"))),
                    AT,
                    API_KEY.toString()),
            new TranscriptRead(CONVERSATION, "quality review", "application/json", 12, API_KEY.toString()),
            new VisitObserved(CONVERSATION, WEB, AT));

    private Examples() {}

    /// A UUIDv7 that is the same every day.
    private static UUID id(int number) {
        return new UUID(0x019a_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }
}
