package org.lethe.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A consumer began to talk to a client.
///
/// @param external keyed hash of the id that the client knows the conversation by; the log takes each only once
@WireName("ConversationOpened")
public record ConversationOpened(
        ConversationId conversation,
        ConsumerId consumer,
        Channel channel,
        Instant openedAt,
        @Nullable UUID external) implements Event {

    /// With nothing beyond what each has.
    public ConversationOpened(ConversationId conversation, ConsumerId consumer, Channel channel, Instant openedAt) {
        this(conversation, consumer, channel, openedAt, null);
    }

    @Override
    public List<EventTag> tags() {
        return Stream.of(
                        Stream.of(
                                EventTag.of(EventTag.CONVERSATION, conversation),
                                EventTag.of(EventTag.CONSUMER, consumer)),
                        Stream.ofNullable(external).map(id -> EventTag.of(EventTag.EXTERNAL, id)))
                .flatMap(tags -> tags)
                .toList();
    }
}
