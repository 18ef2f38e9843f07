package org.lethe.web;

/// If-Match is missing where it is needed.
public final class PreconditionRequiredException extends ProblemException {
    public PreconditionRequiredException() {
        super(WebProblems.PRECONDITION_REQUIRED, "send the ETag that you read as If-Match");
    }
}
