package org.lethe.web;

import java.util.List;

/// The body does not say what this route needs to know.
public final class InvalidBodyException extends ProblemException {
    private final transient List<FieldError> errors;

    public InvalidBodyException(List<FieldError> errors) {
        super(WebProblems.INVALID_BODY, "see errors for each place and what is accepted there");
        this.errors = List.copyOf(errors);
    }

    /// @param pointer JSON pointer into the body; empty for the whole
    /// @param detail what is accepted there, never the value that was sent
    public InvalidBodyException(String pointer, String detail) {
        this(List.of(new FieldError(pointer, detail)));
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
