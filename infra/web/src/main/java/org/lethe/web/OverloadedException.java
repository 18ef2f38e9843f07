package org.lethe.web;

import java.util.Map;

/// More is under way than this process takes.
final class OverloadedException extends ProblemException {
    OverloadedException() {
        this("too many requests are under way");
    }

    OverloadedException(String detail) {
        super(WebProblems.OVERLOADED, detail);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Retry-After", "1"); // seconds
    }
}
