package org.lethe.cli.terminal;

import java.io.Serial;

/// A command can't do what it was asked; the message says why and what to do, for the person at the terminal.
public final class RefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
