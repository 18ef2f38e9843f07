package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// A person said that the clock is right, while it was in doubt or before it was: what is due goes on. In the
/// platform's log.
///
/// @param clockAt what the clock said
/// @param doubt what was held against it; `none` where nothing was
/// @param by the id of their API key
@WireName("ClockConfirmed")
public record ClockConfirmed(Instant clockAt, String doubt, String by) implements Event {
    public static final String PLATFORM = "platform";

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLOCK, PLATFORM));
    }
}
