package org.lethe.access.deadlines;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known of a request that its deadlines depend on. A fold over its events: each adds one fact.
///
/// @param zone in which a day begins and ends
/// @param region whose holidays apply; null for those of the rule, else of the zone
/// @param milestones may hold one several times, such as a second appeal
public record Facts(
        Instant receivedAt, ZoneId zone, @Nullable Region region, List<Pause> pauses, List<Reached> milestones) {
    /// One milestone, and when.
    public record Reached(Milestone milestone, Instant at) {}

    public Facts {
        pauses = List.copyOf(pauses);
        milestones = List.copyOf(milestones);
    }

    public static Facts received(Instant at, ZoneId zone) {
        return new Facts(at, zone, null, List.of(), List.of());
    }

    public Facts in(Region itsRegion) {
        return new Facts(receivedAt, zone, itsRegion, pauses, milestones);
    }

    public Facts paused(Instant at, PauseReason reason) {
        return with(new Pause(at, null, reason));
    }

    /// Ends all pauses that are open. Without one, nothing changes.
    public Facts resumed(Instant at) {
        List<Pause> ended = pauses.stream()
                .map(pause -> pause.isOpen() ? pause.endedAt(at) : pause)
                .toList();
        return new Facts(receivedAt, zone, region, ended, milestones);
    }

    public Facts with(Pause pause) {
        return new Facts(receivedAt, zone, region, plus(pauses, pause), milestones);
    }

    public Facts reached(Milestone milestone, Instant at) {
        return new Facts(receivedAt, zone, region, pauses, plus(milestones, new Reached(milestone, at)));
    }

    /// What was known at a moment: nothing that came later, and a pause that ended later is open. The receipt always
    /// is.
    public Facts asOf(Instant moment) {
        return new Facts(
                receivedAt,
                zone,
                region,
                pauses.stream()
                        .filter(pause -> !pause.from().isAfter(moment))
                        .map(pause -> pause.knownAt(moment))
                        .toList(),
                milestones.stream().filter(one -> !one.at().isAfter(moment)).toList());
    }

    LocalDate receivedOn() {
        return dayOf(receivedAt);
    }

    LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    Stream<Instant> instantsOf(Milestone milestone) {
        return milestones.stream()
                .filter(one -> one.milestone() == milestone)
                .map(Reached::at)
                .sorted();
    }

    /// When the newest of them became known.
    Instant newest() {
        Stream<Instant> ofPauses = pauses.stream().map(pause -> pause.to() == null ? pause.from() : pause.to());
        return Stream.concat(ofPauses, milestones.stream().map(Reached::at))
                .reduce(receivedAt, (one, other) -> one.isAfter(other) ? one : other);
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }
}
