package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// More identifiers lead to a known consumer; which ones stands in the envelope.
public record ConsumerIdentifiersLinked(
        ConsumerId consumer, List<String> identifiers, Channel channel, Instant linkedAt) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONSUMER, consumer));
    }
}
