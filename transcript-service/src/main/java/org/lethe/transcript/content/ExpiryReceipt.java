package org.lethe.transcript.content;

import java.time.Instant;
import java.util.List;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.DestroyedKey;
import org.lethe.keyring.Tombstone;

/// What proves that a bucket expired: when, and its key by its fingerprint.
public record ExpiryReceipt(Instant expiredAt, List<DestroyedKey> keys) {

    public static ExpiryReceipt of(Tombstone tombstone) {
        return new ExpiryReceipt(tombstone.destroyedAt(), List.of(tombstone.key()));
    }

    public static ExpiryReceipt of(BucketKeyDestroyed destroyed) {
        return new ExpiryReceipt(destroyed.destroyedAt(), List.of(destroyed.key()));
    }
}
