package org.lethe.sql;

/// No role of PostgreSQL's can have this name; says what a name may be.
public final class InvalidLoginException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidLoginException(String message) {
        super(message);
    }
}
