package org.lethe.web;

import java.util.Map;

/// The answer held a secret, which is not kept.
final class SecretShownOnceException extends ProblemException {
    private final int firstStatus;

    SecretShownOnceException(int firstStatus) {
        super(WebProblems.SECRET_SHOWN_ONCE, "the first request with this key succeeded; its secret is not kept");
        this.firstStatus = firstStatus;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("first_status", firstStatus);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Idempotency-Replayed", "true");
    }
}
