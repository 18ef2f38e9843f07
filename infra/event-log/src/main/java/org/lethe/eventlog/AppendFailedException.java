package org.lethe.eventlog;

/// The database refused this append; nothing of it happened, and nobody else in its batch was touched.
public final class AppendFailedException extends RuntimeException {

    public AppendFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
