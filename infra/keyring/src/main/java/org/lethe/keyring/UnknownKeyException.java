package org.lethe.keyring;

/// There is content, but neither its key nor a tombstone: rows or a root key were lost, or the ids are wrong. An alarm.
public final class UnknownKeyException extends KeyringException {
    private static final long serialVersionUID = 1;

    UnknownKeyException(String message) {
        super(message);
    }
}
