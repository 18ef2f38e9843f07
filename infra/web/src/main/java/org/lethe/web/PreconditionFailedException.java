package org.lethe.web;

/// The state that If-Match names is not the present one.
public final class PreconditionFailedException extends ProblemException {
    public PreconditionFailedException() {
        super(WebProblems.PRECONDITION_FAILED, "If-Match names another state than the present one");
    }
}
