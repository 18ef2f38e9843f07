package org.lethe.standalone;

import java.io.Serial;

/// Why nothing runs, in one line for the person at the terminal, with what to do about it.
public final class CannotStartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /// @param fact what is so: `port 8080 is taken`
    /// @param remedy what to do: `Choose another with --port or LETHE_PORT.`
    public CannotStartException(String fact, String remedy) {
        super(fact);
        this.remedy = remedy;
    }

    /// The same, with what it came from.
    public CannotStartException(String fact, String remedy, Throwable cause) {
        super(fact, cause);
        this.remedy = remedy;
    }

    /// What to do about it; a sentence or two.
    public String remedy() {
        return remedy;
    }
}
