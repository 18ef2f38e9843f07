package org.lethe.keyring;

/// A key that is needed was destroyed, where the caller has no other answer than to stop.
public final class KeyDestroyedException extends KeyringException {
    private static final long serialVersionUID = 1;

    private final transient Tombstone tombstone;

    KeyDestroyedException(Tombstone tombstone) {
        super("the " + tombstone.key().kind() + " key was destroyed at " + tombstone.destroyedAt());
        this.tombstone = tombstone;
    }

    public Tombstone tombstone() {
        return tombstone;
    }
}
