package org.lethe.web;

import java.util.Map;

/// The body is larger than the route takes.
final class BodyTooLargeException extends ProblemException {
    private final long maxBytes;

    BodyTooLargeException(long maxBytes) {
        super(WebProblems.BODY_TOO_LARGE, "this route takes at most " + maxBytes + " bytes");
        this.maxBytes = maxBytes;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("max_bytes", maxBytes);
    }
}
