package org.lethe.contracts.retention;

import java.util.List;

/// These rules make no schedule.
public final class InvalidRulesException extends RuntimeException {

    /// One thing that is wrong.
    ///
    /// @param pointer JSON pointer from the list of rules: `/0/period`; empty for the list itself
    /// @param detail what is accepted there, never the value that was sent
    public record Fault(String pointer, String detail) {}

    private final transient List<Fault> faults;

    InvalidRulesException(List<Fault> faults) {
        super("rules that make no schedule: " + faults.size() + " faults", null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
