package org.lethe.keyring;

import org.jspecify.annotations.Nullable;

/// One row of `keyring.keys`. Exactly one of `wrapped` and `tombstone` says what can be done with it.
record KeyRow(
        KeyName name,
        KeyState state,
        int epoch,
        byte @Nullable [] wrapped,
        @Nullable Tombstone tombstone) {

    static KeyRow minted(KeyName name, int epoch, byte[] wrapped) {
        return new KeyRow(name, KeyState.ACTIVE, epoch, wrapped, null);
    }

    byte[] wrappedBytes() {
        if (wrapped == null) {
            throw new IllegalStateException("a " + state + " key has no bytes");
        }
        return wrapped;
    }
}
