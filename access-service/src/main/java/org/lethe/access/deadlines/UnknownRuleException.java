package org.lethe.access.deadlines;

import java.util.List;

/// No rule has this name, or the rule has no such version.
public final class UnknownRuleException extends IllegalArgumentException {
    private final List<String> accepted;

    UnknownRuleException(String message, List<String> accepted) {
        super(message);
        this.accepted = List.copyOf(accepted);
    }

    /// @return the names of the rules; the versions, where it was a version that isn't there
    public List<String> accepted() {
        return accepted;
    }
}
