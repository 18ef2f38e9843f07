package org.lethe.keyring;

/// The answer to [Keyring#prepare].
public sealed interface Sealing {
    /// Keys are at hand.
    record Ready(Sealer sealer) implements Sealing {}

    /// One of the keys was destroyed. It is never minted again, so nothing is ever sealed here again.
    record Refused(Tombstone tombstone) implements Sealing {}
}
