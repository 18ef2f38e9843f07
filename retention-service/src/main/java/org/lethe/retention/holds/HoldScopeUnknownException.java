package org.lethe.retention.holds;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.lethe.web.ProblemException;

/// A hold names ids that are no consumer or conversation of its client.
public final class HoldScopeUnknownException extends ProblemException {
    private final transient List<UUID> unknown;

    HoldScopeUnknownException(List<UUID> unknown) {
        super(HoldProblems.HOLD_SCOPE_UNKNOWN, "the scope names what this client does not have; no hold was placed");
        this.unknown = List.copyOf(unknown);
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("unknown", unknown);
    }
}
