package org.lethe.contracts;

import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Between which periods the platform lets its clients choose. In the platform's log.
///
/// @param floor the shortest period a rule may have; absent where there is none
/// @param ceiling the longest; absent where there is none
@WireName("RetentionLimitsSet")
public record RetentionLimitsSet(
        int version, @Nullable Period floor, @Nullable Period ceiling, String by) implements Event {
    /// The tag's only value.
    public static final String PLATFORM = "platform";

    @Override
    public List<EventTag> tags() {
        return List.of(new EventTag(EventTag.RETENTION_LIMITS, PLATFORM));
    }
}
