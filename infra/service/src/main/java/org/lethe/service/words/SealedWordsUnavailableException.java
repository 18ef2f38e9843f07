package org.lethe.service.words;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.TemporarilyUnavailable;

/// Who seals and opens operators' words does not answer at the moment.
public final class SealedWordsUnavailableException extends RuntimeException implements TemporarilyUnavailable {
    private static final long serialVersionUID = 1;

    SealedWordsUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
