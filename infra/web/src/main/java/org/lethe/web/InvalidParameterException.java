package org.lethe.web;

import java.util.List;

/// A query parameter is unknown or has a value that is not accepted.
public final class InvalidParameterException extends ProblemException {
    private final transient List<FieldError> errors;

    public InvalidParameterException(List<FieldError> errors) {
        super(WebProblems.INVALID_PARAMETER, "see errors for each place and what is accepted there");
        this.errors = List.copyOf(errors);
    }

    /// @param pointer `?` and the parameter's name
    /// @param detail what is accepted there, never the value that was sent
    public InvalidParameterException(String pointer, String detail) {
        this(List.of(new FieldError(pointer, detail)));
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
