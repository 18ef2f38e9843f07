package org.lethe.keyring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of `keyring.root_epochs`: what this database knows of a root key.
///
/// @param check a constant wrapped by the key; null until the key is there
/// @param goingSince since when the keystore is told to destroy it; null while it is kept
/// @param destroyedAt when that was done; null before
record RootEpoch(
        int epoch,
        byte @Nullable [] check,
        @Nullable Instant unusedSince,
        @Nullable Instant goingSince,
        @Nullable Instant destroyedAt) {}
