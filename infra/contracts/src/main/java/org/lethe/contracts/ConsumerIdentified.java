package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// Somebody was seen for the first time; who it is stands in the `ConsumerIdentifiersLinked` beside it.
@WireName("ConsumerIdentified")
public record ConsumerIdentified(ConsumerId consumer, List<String> identifiers, Channel channel, Instant identifiedAt)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONSUMER, consumer));
    }
}
