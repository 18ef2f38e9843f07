package org.lethe.transcript.content;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.HoldId;
import org.lethe.eventlog.LogPosition;

/// What proves an erasure: when, which keys by their fingerprints, and where it stands in the log.
///
/// @param held what legal holds keep readable for their purpose alone, for as long as they last; absent where none does
/// @param irrecoverableAt when no backup can bring the keys back either; absent until that is so
public record Receipt(
        Instant erasedAt,
        @Nullable Instant irrecoverableAt,
        List<DestroyedKey> keys,
        @Nullable List<Held> held,
        long position,
        long logIndex) {

    /// @param contentKeys one for each conversation and bucket
    public record Held(HoldId holdId, int contentKeys) {}

    public Receipt irrecoverableSince(Instant at) {
        return new Receipt(erasedAt, at, keys, held, position, logIndex);
    }

    public static Receipt of(ConsumerErased erased, LogPosition place) {
        return of(erased.erasedAt(), erased.keys(), erased.escrowed(), place);
    }

    public static Receipt of(ConversationErased erased, LogPosition place) {
        return of(erased.erasedAt(), erased.keys(), erased.escrowed(), place);
    }

    /// Of somebody who was forgotten: there is nothing left to erase.
    public static Receipt of(ConsumerForgotten forgotten, LogPosition place) {
        return of(forgotten.forgottenAt(), List.of(forgotten.key()), null, place);
    }

    private static Receipt of(
            Instant erasedAt, List<DestroyedKey> keys, @Nullable List<Escrowed> escrowed, LogPosition place) {
        @Nullable
        List<Held> held = escrowed == null
                ? null
                : escrowed.stream()
                        .map(one -> new Held(one.hold(), one.contents()))
                        .toList();
        return new Receipt(erasedAt, null, keys, held, place.position(), place.logIndex());
    }
}
