package org.lethe.transcript.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// What a person says is the time is not what the server's clock says.
final class ClockDiffersException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "clock-differs",
                    409,
                    "The server's clock says another time",
                    "A clock is confirmed by saying what time it is. What was said is not what the server's clock says, so the server's clock is wrong, or yours: compare both with a third and set right the one that is wrong. Nothing was confirmed.")
            .with("clock_at", Instant.class);

    private final Instant clockAt;

    ClockDiffersException(Instant clockAt, Duration tolerance) {
        super(TYPE, "the server's clock says " + clockAt + ", more than " + tolerance.toSeconds() + " s from that");
        this.clockAt = clockAt;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("clock_at", clockAt);
    }
}
