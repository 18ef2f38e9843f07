package org.lethe.web;

/// The body has a format that the route does not read.
final class UnsupportedMediaTypeException extends ProblemException {
    UnsupportedMediaTypeException(String detail) {
        super(WebProblems.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
