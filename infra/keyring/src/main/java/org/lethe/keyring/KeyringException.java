package org.lethe.keyring;

import org.jspecify.annotations.Nullable;

/// Something the keyring could not do; the subclass says what. Messages carry kinds, random ids and bucket names only.
public class KeyringException extends RuntimeException {
    private static final long serialVersionUID = 1;

    KeyringException(String message) {
        super(message);
    }

    KeyringException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
