package org.lethe.web;

/// A request header has a value that is not accepted.
public final class InvalidHeaderException extends ProblemException {
    public InvalidHeaderException(String detail) {
        super(WebProblems.INVALID_HEADER, detail);
    }
}
