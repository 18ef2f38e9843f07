package org.lethe.web;

/// No format that the caller accepts is on offer.
final class NotAcceptableException extends ProblemException {
    NotAcceptableException(String detail) {
        super(WebProblems.NOT_ACCEPTABLE, detail);
    }
}
