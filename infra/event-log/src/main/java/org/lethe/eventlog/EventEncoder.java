package org.lethe.eventlog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Makes rows from Axon's messages, on the caller's thread.
final class EventEncoder {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final EventCodec codec;
    private final Set<String> uniqueTagKeys;

    EventEncoder(EventCodec codec, Set<String> uniqueTagKeys) {
        this.codec = codec;
        this.uniqueTagKeys = uniqueTagKeys;
    }

    EventRow row(TaggedEventMessage<?> tagged) {
        EventMessage event = tagged.event();
        UUID eventId = UUID.fromString(event.identifier());
        EventCodec.Encoded encoded = codec.encode(event);
        Tag unique = null;
        List<String> plain = new ArrayList<>(tagged.tags().size());
        for (Tag tag : tagged.tags()) {
            if (!uniqueTagKeys.contains(tag.key())) {
                plain.add(EventTable.text(tag));
            } else if (unique == null) {
                unique = tag;
            } else {
                throw new IllegalArgumentException(
                        "an event carries at most one unique tag; this one has " + unique.key() + " and " + tag.key());
            }
        }
        Collections.sort(plain); // keys and values are ASCII, where the order of chars is that of bytes
        String uniqueText = unique == null ? null : EventTable.text(unique);
        return new EventRow(
                encoded.client(),
                eventId,
                event,
                micros(event.timestamp()),
                tagged.tags(),
                uniqueText,
                unique == null ? 0 : TagHash.pair(TagHash.of(unique), TagHash.ANY_TYPE),
                TagHash.pairs(event.type().qualifiedName(), tagged.tags()),
                CopyFormat.columns(
                        eventId,
                        event.type().name(),
                        encoded.version(),
                        micros(event.timestamp()),
                        plain,
                        uniqueText,
                        encoded.facts(),
                        encoded.sealed(),
                        metadata(event.metadata())));
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static byte @Nullable [] metadata(Map<String, String> metadata) {
        return metadata.isEmpty() ? null : JSON.writeValueAsBytes(metadata);
    }
}
