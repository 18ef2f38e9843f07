package org.lethe.retention.schedules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.web.NotFoundException;

/// All that was ever said of how long a client keeps what, from its log.
///
/// In force at an instant is the highest version that is effective by then: a later version replaces all
/// earlier ones from its own effective date on, those too that still wait for theirs.
///
/// @param all in the order of their versions
/// @param offboardedAt when the client left
public record Schedules(List<Schedule> all, Optional<Instant> offboardedAt) {
    private static final Criteria.Types TYPES =
            Criteria.types(ClientRegistered.class, RetentionScheduleSet.class, ClientOffboarded.class);

    public static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.CLIENT, client, TYPES);
    }

    /// @param events what [#criteria] finds; others are passed over
    /// @throws NotFoundException if there is no such client
    public static Schedules of(List<Sourced> events) {
        boolean registered = false;
        List<Schedule> all = new ArrayList<>();
        Optional<Instant> offboarded = Optional.empty();
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case ClientRegistered client -> registered = true;
                case RetentionScheduleSet set -> all.add(new Schedule(set, sourced));
                case ClientOffboarded left -> offboarded = Optional.of(sourced.decidedAt());
                default -> {}
            }
        }
        if (!registered) {
            throw new NotFoundException();
        }
        return new Schedules(List.copyOf(all), offboarded);
    }

    /// @throws NotFoundException if there is no such client
    public static Schedules of(EventLog log, ClientId client) {
        return of(log.lookUp(criteria(client)));
    }

    /// The one in force; empty before the first.
    public Optional<Schedule> at(Instant instant) {
        return RetentionScheduleSet.inForce(all.stream().map(Schedule::set).toList(), instant)
                .flatMap(
                        set -> all.stream().filter(one -> one.set().equals(set)).findFirst());
    }

    Schedule latest() {
        return all.getLast();
    }

    /// The next one that comes into force; those are left out that a later version replaces before their time.
    Optional<Schedule> waiting(Instant now) {
        return until(Instant.MAX, now).min(Comparator.comparing(Schedule::effectiveFrom));
    }

    /// All that come into force after an instant, until another one.
    Stream<Schedule> until(Instant end, Instant after) {
        return all.stream()
                .filter(schedule -> schedule.effectiveFrom().isAfter(after)
                        && !schedule.effectiveFrom().isAfter(end)
                        && at(schedule.effectiveFrom()).filter(schedule::equals).isPresent());
    }
}
