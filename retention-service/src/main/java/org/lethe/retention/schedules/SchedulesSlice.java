package org.lethe.retention.schedules;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class SchedulesSlice {
    private SchedulesSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("schedules")
                .decides(SetLimits.class, SetLimits::decide)
                .decides(SetSchedule.class, SetSchedule::decide)
                .follows(new ScheduleView(foundation.dataSource()))
                .serves(new LimitsEndpoint(foundation).routes())
                .serves(new SchedulesEndpoint(foundation).routes());
    }
}
