package org.lethe.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A refusal that the caller is told about as RFC 9457 problem details. One subclass per meaning, named for the fact.
///
/// The message is the `detail` that the caller reads: it says what is accepted and never holds a value that was sent.
/// It carries no stack trace: it is an answer, not a fault, and costs little.
public abstract class ProblemException extends RuntimeException {
    private final transient ProblemType type;

    protected ProblemException(ProblemType type, String detail) {
        this(type, detail, null);
    }

    protected ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.type = type;
    }

    public final ProblemType type() {
        return type;
    }

    /// What is wrong where; empty if the whole request is meant.
    public List<FieldError> errors() {
        return List.of();
    }

    /// Further members of the answer, by their JSON names (RFC 9457, 3.2).
    public Map<String, Object> members() {
        return Map.of();
    }

    /// Further headers of the answer.
    public Map<String, String> headers() {
        return Map.of();
    }
}
