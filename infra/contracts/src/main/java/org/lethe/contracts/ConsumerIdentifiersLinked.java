package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// More identifiers lead to a known consumer; which ones stands in the envelope.
@WireName("ConsumerIdentifiersLinked")
public record ConsumerIdentifiersLinked(
        ConsumerId consumer, List<String> identifiers, Channel channel, Instant linkedAt)
        implements ContentEvent.OfConsumer {
    @Override
    public Category category() {
        return Category.CONTACT;
    }

    @Override
    public Instant contentTime() {
        return linkedAt;
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONSUMER, consumer));
    }
}
