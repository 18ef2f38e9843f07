package org.lethe.web;

/// Answers one request. Runs on a virtual thread of its own, so it may block: on JDBC, crypto, other services.
@FunctionalInterface
public interface Handler {
    /// @throws ProblemException to refuse; anything else that is thrown is a fault and answered with 500
    Answer handle(ApiRequest request) throws Exception;
}
