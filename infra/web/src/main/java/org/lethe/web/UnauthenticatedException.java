package org.lethe.web;

import java.util.Map;

/// The request carries no valid API key.
final class UnauthenticatedException extends ProblemException {
    UnauthenticatedException(String detail) {
        super(WebProblems.UNAUTHENTICATED, detail);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("WWW-Authenticate", "Bearer"); // RFC 6750, section 3
    }
}
