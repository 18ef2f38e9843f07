package org.lethe.web;

import java.util.Map;

/// The path exists, with other methods.
final class MethodNotAllowedException extends ProblemException {
    private final String allow;

    /// @param allow the methods of the path, joined by commas
    MethodNotAllowedException(String allow) {
        super(WebProblems.METHOD_NOT_ALLOWED, "this path takes " + allow);
        this.allow = allow;
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Allow", allow);
    }
}
