package org.lethe.keyring;

/// Somebody else destroyed the key first. Nothing changed; theirs is the tombstone that stands.
public final class KeyAlreadyDestroyedException extends KeyringException {
    private static final long serialVersionUID = 1;

    private final transient Tombstone tombstone;

    KeyAlreadyDestroyedException(Tombstone tombstone) {
        super("the " + tombstone.key().kind() + " key was already destroyed at " + tombstone.destroyedAt());
        this.tombstone = tombstone;
    }

    public Tombstone tombstone() {
        return tombstone;
    }
}
