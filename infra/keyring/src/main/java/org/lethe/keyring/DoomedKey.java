package org.lethe.keyring;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.DestroyedKey;

/// A key that is about to be destroyed, as it was seen when that was prepared.
///
/// @param seen the wrapped bytes that the fingerprint was taken of; null if there was no row
/// @param unread why there is no fingerprint though there was a key; null else
record DoomedKey(
        KeyName name,
        byte @Nullable [] seen,
        DestroyedKey destroyed,
        @Nullable String unread) {

    boolean hasRow() {
        return seen != null;
    }

    byte[] seenBytes() {
        if (seen == null) {
            throw new IllegalStateException("a key without a row has no bytes");
        }
        return seen;
    }
}
