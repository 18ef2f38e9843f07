package org.lethe.transcript.content;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.retention.DueDates;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.web.ApiRequest;
import org.lethe.web.Terms;

/// Whether content is taken that is due to go on the day it arrives: never in silence.
public enum Arrival {
    /// As the sender said.
    EVEN_IF_DUE,
    REFUSED_IF_DUE;

    private static final String PARAMETER = "accept_due";
    private static final Period SHORTEST = Period.ofDays(1);
    private static final Criteria.Types SCHEDULES = Criteria.types(RetentionScheduleSet.class);

    /// A route's terms with the parameter by which a sender says so.
    public static Terms saidIn(Terms terms) {
        return terms.query(PARAMETER, boolean.class);
    }

    /// What the sender said.
    public static Arrival of(ApiRequest request) {
        return request.query(PARAMETER, "true or false", Arrival::accepted).orElse(REFUSED_IF_DUE);
    }

    private static Arrival accepted(String text) {
        return switch (text) {
            case "true" -> EVEN_IF_DUE;
            case "false" -> REFUSED_IF_DUE;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    /// Looks at the schedule in force where a day is so old that some schedule could make it due: of what is said today
    /// nothing is looked up.
    ///
    /// @param buckets of all that is about to be recorded
    /// @throws DueOnArrivalException for the oldest day that is due
    public void check(ClientId client, Collection<Bucket> buckets, Decision decision, Instant now) {
        check(client, buckets, decision::source, now);
    }

    /// The same before anything is prepared, so that what is refused leaves nothing behind. The decision looks again.
    ///
    /// @throws DueOnArrivalException for the oldest day that is due
    public void check(ClientId client, Collection<Bucket> buckets, EventLog log, Instant now) {
        check(client, buckets, log::lookUp, now);
    }

    private void check(
            ClientId client, Collection<Bucket> buckets, Function<EventCriteria, List<Sourced>> events, Instant now) {
        if (this == EVEN_IF_DUE) {
            return;
        }
        LocalDate last = DueDates.lastDueDay(now, SHORTEST);
        List<Bucket> old = buckets.stream()
                .filter(bucket -> !bucket.day().isAfter(last))
                .sorted(Comparator.comparing(Bucket::day))
                .toList();
        if (!old.isEmpty()) {
            inForce(client, events, now).ifPresent(schedule -> refuseDue(schedule, old, now));
        }
    }

    private static Optional<RetentionScheduleSet> inForce(
            ClientId client, Function<EventCriteria, List<Sourced>> events, Instant now) {
        List<RetentionScheduleSet> all = events.apply(Criteria.of(EventTag.CLIENT, client, SCHEDULES)).stream()
                .map(sourced -> (RetentionScheduleSet) sourced.event())
                .toList();
        return RetentionScheduleSet.inForce(all, now);
    }

    private static void refuseDue(RetentionScheduleSet schedule, List<Bucket> buckets, Instant now) {
        RetentionRules rules = new RetentionRules(schedule.rules());
        for (Bucket bucket : buckets) {
            RetentionRule rule = rules.ruleFor(bucket).orElse(null);
            if (rule != null) {
                Instant dueAt = DueDates.dueAt(bucket.day(), rule.period());
                if (!dueAt.isAfter(now)) {
                    throw new DueOnArrivalException(schedule, rule, bucket.day(), dueAt);
                }
            }
        }
    }
}
