package org.lethe.web;

/// An attempt at a request with an `Idempotency-Key` was given up, and what it wanted to append came late.
final class AttemptLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AttemptLostException() {
        super("this attempt at the request was given up");
    }
}
