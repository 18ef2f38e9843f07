package org.lethe.keyring;

import org.jspecify.annotations.Nullable;

/// One row of `keyring.keys`. Exactly one of `wrapped` and `tombstone` says what can be done with it.
///
/// @param generation of K in its own row; in others of the K that wraps, or last wrapped, the key
/// @param previous of K alone, while keys under its last generation are wrapped again
record KeyRow(
        KeyName name,
        KeyState state,
        int generation,
        int epoch,
        byte @Nullable [] wrapped,
        @Nullable Previous previous,
        @Nullable Tombstone tombstone) {

    record Previous(int epoch, byte[] wrapped) {}

    static KeyRow minted(KeyName name, int generation, int epoch, byte[] wrapped) {
        return new KeyRow(name, KeyState.ACTIVE, generation, epoch, wrapped, null, null);
    }

    byte[] wrappedBytes() {
        if (wrapped == null) {
            throw new IllegalStateException("a " + state + " key has no bytes");
        }
        return wrapped;
    }
}
