package org.lethe.transcript.content;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.DestroyedKey;
import org.lethe.eventlog.LogPosition;

/// What proves an erasure: when, which keys by their fingerprints, and where it stands in the log.
///
/// @param irrecoverableAt when no backup can bring the keys back either; absent until that is so
public record Receipt(
        Instant erasedAt, @Nullable Instant irrecoverableAt, List<DestroyedKey> keys, long position, long logIndex) {

    public Receipt irrecoverableSince(Instant at) {
        return new Receipt(erasedAt, at, keys, position, logIndex);
    }

    public static Receipt of(ConsumerErased erased, LogPosition place) {
        return new Receipt(erased.erasedAt(), null, erased.keys(), place.position(), place.logIndex());
    }

    public static Receipt of(ConversationErased erased, LogPosition place) {
        return new Receipt(erased.erasedAt(), null, erased.keys(), place.position(), place.logIndex());
    }
}
