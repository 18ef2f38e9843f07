package org.lethe.contracts;

import java.util.List;

/// A key's bytes became null in the same commit that holds this event.
///
/// @param key what the key was for: a consumer's or conversation's id, a bucket, a shard
/// @param order the event that ordered it
public record KeyDestroyed(DestroyedKey destroyed, String key, EventId order) implements Event {
    @Override
    public List<EventTag> tags() {
        return switch (destroyed.kind()) {
            case CONSUMER -> List.of(new EventTag(EventTag.CONSUMER, key));
            case CONVERSATION -> List.of(new EventTag(EventTag.CONVERSATION, key));
            case BUCKET -> List.of(new EventTag("bucket", key));
            case HOLD -> List.of(new EventTag("hold", key));
            case CLIENT, BLIND_INDEX -> List.of(new EventTag(EventTag.CLIENT, key));
        };
    }
}
