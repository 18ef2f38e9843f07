package org.lethe.keyring;

import org.jspecify.annotations.Nullable;

/// An envelope or a wrapped key is not what was sealed, or not for this place. An alarm; never an erasure.
public final class TamperedException extends KeyringException {
    private static final long serialVersionUID = 1;

    TamperedException(String message) {
        this(message, null);
    }

    TamperedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
