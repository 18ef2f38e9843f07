package org.lethe.keyring;

import org.lethe.contracts.KeyKind;

/// The key was minted or wrapped anew after its destruction was prepared, so the fingerprint in hand is not its own.
/// Nothing changed; ask for the destruction again.
public final class KeyChangedException extends KeyringException {
    private static final long serialVersionUID = 1;

    KeyChangedException(KeyKind kind) {
        super("the " + kind + " key changed after its destruction was prepared; prepare it again");
    }
}
