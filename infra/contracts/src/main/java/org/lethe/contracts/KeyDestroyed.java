package org.lethe.contracts;

import java.util.List;

/// A key's bytes became null in the same commit that holds this event.
///
/// @param key what the key was for: a consumer's, conversation's or hold's id, `<client>/<shard>`, `<client>/<bucket>`;
/// of P the client's id
/// @param order the event that ordered it
@WireName("KeyDestroyed")
public record KeyDestroyed(DestroyedKey destroyed, String key, EventId order) implements Event {
    @Override
    public List<EventTag> tags() {
        return tags(destroyed.kind(), key);
    }

    static List<EventTag> tags(KeyKind kind, String key) {
        return switch (kind) {
            case CONSUMER -> List.of(new EventTag(EventTag.CONSUMER, key));
            case CONVERSATION -> List.of(new EventTag(EventTag.CONVERSATION, key));
            case BUCKET -> List.of(new EventTag(EventTag.BUCKET, key));
            case HOLD -> List.of(new EventTag(EventTag.HOLD, key));
            case CLIENT, BLIND_INDEX -> List.of(new EventTag(EventTag.CLIENT, key.replaceFirst("/.*", "")));
        };
    }
}
