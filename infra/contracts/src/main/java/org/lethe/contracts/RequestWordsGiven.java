package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// What was said about a request: what its requester gave of themselves and asked for, a note, the words of a refusal.
/// They are the consumer's, whoever wrote them, and go with them.
///
/// @param about the step: `received`, `note`, `denied`, …
@WireName("RequestWordsGiven")
public record RequestWordsGiven(RequestId request, ConsumerId consumer, String about, Instant givenAt)
        implements ContentEvent.OfConsumer {
    @Override
    public Category category() {
        return Category.CONTACT;
    }

    @Override
    public Channel channel() {
        return Channel.DIRECT;
    }

    @Override
    public Instant contentTime() {
        return givenAt;
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.REQUEST, request), EventTag.of(EventTag.CONSUMER, consumer));
    }
}
