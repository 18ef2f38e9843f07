package org.lethe.web;

import java.util.Map;

/// The first request with this key has not ended.
final class IdempotencyKeyRunningException extends ProblemException {
    IdempotencyKeyRunningException() {
        super(WebProblems.IDEMPOTENCY_KEY_RUNNING, "the first request with this key is still running");
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Retry-After", "1");
    }
}
