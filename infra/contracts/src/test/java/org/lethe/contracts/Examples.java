package org.lethe.contracts;

import java.time.Instant;
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
            new ClientRegistered(CLIENT, "Müller & Söhne", "eu"),
            new ClientRenamed(CLIENT, "Müller"),
            new ConsumerErased(CONSUMER, List.of(KEY), ORDER, AT),
            new ConsumerIdentified(CONSUMER, List.of("email", "phone"), WEB, AT),
            new ConsumerIdentifiersLinked(CONSUMER, List.of("external_id"), WEB, AT),
            new ConversationClosed(CONVERSATION, CONSUMER, AT),
            new ConversationErased(
                    CONVERSATION, CONSUMER, List.of(new DestroyedKey(KeyKind.CONVERSATION, null)), ORDER, AT),
            new ConversationOpened(CONVERSATION, CONSUMER, WEB, AT, id(7)),
            new ErasureOrdered(CONSUMER, CONVERSATION, "consumer-request", API_KEY.toString()),
            new KeyDestroyed(KEY, CONSUMER.toString(), ORDER),
            new MessageRecorded(CONVERSATION, CONSUMER, MESSAGE, Author.CONSUMER, WEB, AT),
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
