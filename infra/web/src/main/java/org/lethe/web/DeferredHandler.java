package org.lethe.web;

import java.util.concurrent.CompletionStage;

/// Answers one request when something else is done, such as the commit of an append. Begins as a [Handler] does, on a
/// virtual thread; no thread waits for the end, which has a deadline of its own.
@FunctionalInterface
public interface DeferredHandler {
    /// @return fails as [Handler#handle] throws
    /// @throws ProblemException to refuse; anything else that is thrown is a fault and answered with 500
    CompletionStage<Answer> handle(ApiRequest request) throws Exception;
}
