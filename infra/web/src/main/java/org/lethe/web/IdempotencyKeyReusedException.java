package org.lethe.web;

/// The key stands for another request.
final class IdempotencyKeyReusedException extends ProblemException {
    IdempotencyKeyReusedException() {
        super(WebProblems.IDEMPOTENCY_KEY_REUSED, "this key was sent with another method, path or body");
    }
}
