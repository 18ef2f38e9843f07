package org.lethe.web;

/// The caller is known and lacks the right.
public final class ForbiddenException extends ProblemException {
    public ForbiddenException(String detail) {
        super(WebProblems.FORBIDDEN, detail);
    }
}
