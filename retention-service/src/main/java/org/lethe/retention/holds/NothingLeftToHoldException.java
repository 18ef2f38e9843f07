package org.lethe.retention.holds;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.lethe.web.ProblemException;

/// A hold comes too late for all of its scope, or for somebody that it names.
public final class NothingLeftToHoldException extends ProblemException {
    private final transient List<UUID> erased;
    private final int bucketsGone;

    NothingLeftToHoldException(List<UUID> erased, int bucketsGone) {
        super(
                HoldProblems.NOTHING_LEFT_TO_HOLD,
                erased.isEmpty()
                        ? "all " + bucketsGone + " buckets of the scope are destroyed; no hold was placed"
                        : "the scope names what is erased; no hold was placed");
        this.erased = List.copyOf(erased);
        this.bucketsGone = bucketsGone;
    }

    @Override
    public Map<String, Object> members() {
        return erased.isEmpty() ? Map.of("buckets_gone", bucketsGone) : Map.of("erased", erased);
    }
}
