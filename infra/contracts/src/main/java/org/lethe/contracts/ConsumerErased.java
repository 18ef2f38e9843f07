package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// A consumer's key is destroyed: nothing said with that consumer can be read by us any more.
public record ConsumerErased(ConsumerId consumer, List<DestroyedKey> keys, EventId order, Instant erasedAt)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONSUMER, consumer));
    }
}
