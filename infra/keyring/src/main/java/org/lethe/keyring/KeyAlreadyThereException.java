package org.lethe.keyring;

import org.lethe.contracts.KeyKind;

/// There is a key of this name already. Nothing changed.
public final class KeyAlreadyThereException extends KeyringException {
    private static final long serialVersionUID = 1;

    KeyAlreadyThereException(KeyKind kind) {
        super("there is a " + kind + " key of this name already");
    }
}
