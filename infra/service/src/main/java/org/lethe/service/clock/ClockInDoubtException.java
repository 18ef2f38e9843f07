package org.lethe.service.clock;

import java.util.Map;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// What was asked destroys what is due, and the clock by which it is due is not believed.
public final class ClockInDoubtException extends ProblemException {
    public static final ProblemType TYPE = new ProblemType(
                    "clock-in-doubt",
                    409,
                    "The clock is in doubt",
                    "What is destroyed because its time has come can't be brought back, so it waits while the clock is not believed: where it leapt, where it is minutes from the database's clock or behind the newest event, or where nothing ran for long. GET /v1/clock tells more. Set the clock right, or, if it is right, have somebody with the role platform-admin confirm it: POST /v1/clock/confirm, or lethe clock confirm. Erasures that a person orders don't wait.")
            .with("doubt", Doubt.Kind.class);

    private final Doubt doubt;

    ClockInDoubtException(Doubt doubt) {
        super(TYPE, doubt + "; what is due waits until the clock is right, or is confirmed");
        this.doubt = doubt;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("doubt", doubt.kind());
    }
}
