package org.lethe.web;

/// A request was done, and nobody lived to keep its answer.
public final class DoneUnansweredException extends ProblemException {
    DoneUnansweredException() {
        super(WebProblems.DONE_UNANSWERED, "the request with this Idempotency-Key was done; its answer was lost");
    }
}
