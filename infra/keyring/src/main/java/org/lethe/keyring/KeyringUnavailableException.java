package org.lethe.keyring;

import org.lethe.contracts.TemporarilyUnavailable;

/// The database or the root keystore is out of reach. Nothing is known about the content; try again later.
public final class KeyringUnavailableException extends KeyringException implements TemporarilyUnavailable {
    private static final long serialVersionUID = 1;

    KeyringUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
