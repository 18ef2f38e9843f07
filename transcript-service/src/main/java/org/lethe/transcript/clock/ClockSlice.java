package org.lethe.transcript.clock;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class ClockSlice {
    private ClockSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("clock")
                .decides(ConfirmClock.class, ConfirmClock::decide)
                .serves(new ClockEndpoint(foundation).routes());
    }
}
