package org.lethe.web;

/// There is no such thing, or none that this caller may know of.
public final class NotFoundException extends ProblemException {
    public NotFoundException() {
        super(WebProblems.NOT_FOUND, "there is nothing here");
    }
}
