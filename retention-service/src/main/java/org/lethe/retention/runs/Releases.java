package org.lethe.retention.runs;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.Event;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.Reaction;

/// Has a client looked at when one of its holds ends: what was due and kept for that hold alone goes now.
final class Releases implements Reaction {
    private final RunSchedule schedule;

    Releases(RunSchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public String name() {
        return "retention-releases";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(LegalHoldReleased.class);
    }

    /// Looking once more than needed changes nothing.
    @Override
    public void apply(List<Sourced> events, Connection transaction) {
        for (Sourced sourced : events) {
            if (sourced.event() instanceof LegalHoldReleased released) {
                schedule.schedule(released.client(), sourced.id());
            }
        }
    }
}
