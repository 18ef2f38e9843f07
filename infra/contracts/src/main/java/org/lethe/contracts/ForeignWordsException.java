package org.lethe.contracts;

import org.jspecify.annotations.Nullable;

/// An envelope of operators' words was not sealed for this client, event and type, or was changed since. An alarm;
/// never an erasure.
public final class ForeignWordsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ForeignWordsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
