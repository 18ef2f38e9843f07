package org.lethe.access.deadlines;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Counts the days of one request.
final class Reckoning {
    private final RulePack pack;
    private final Facts facts;
    private final LocalDate today;
    private final WorkingDays working;
    private final LocalDate start;
    private final List<Pause> pauses;

    /// @param facts as they were known at the moment
    Reckoning(RulePack pack, Facts facts, Instant moment) {
        this.pack = pack;
        this.facts = facts;
        today = facts.dayOf(moment);
        working = region().map(WorkingDays::in).orElseGet(WorkingDays::weekendsOnly);
        start = start();
        pauses = facts.pauses().stream()
                .filter(pause -> pack.pauseReasons().contains(pause.reason()))
                .sorted(Comparator.comparing(Pause::from))
                .toList();
    }

    Deadlines deadlines() {
        LocalDate due = last(pack.due().from(start, working));
        LocalDate operationalDue = moved(start.plusDays(pack.operationalDays()), UnaryOperator.identity());
        LocalDate noticeBy = noticeBy();
        LocalDate limit = extensionLimit();
        boolean extended = noticeBy != null && isExtendedBy(noticeBy);
        LocalDate dueOn = extended ? Objects.requireNonNull(limit) : due;
        return new Deadlines(
                facts.zone(),
                facts.receivedOn(),
                start,
                dueOn,
                operationalDue.isAfter(dueOn) ? dueOn : operationalDue,
                pack.acknowledge() == null ? null : pack.acknowledge().from(facts.receivedOn(), working),
                noticeBy,
                limit,
                appealDue(),
                panelDue(),
                extended,
                pauses.stream().anyMatch(Pause::isOpen));
    }

    private Optional<Region> region() {
        return Optional.ofNullable(facts.region())
                .or(() -> Optional.ofNullable(pack.region()))
                .or(() -> ZoneRegions.of(facts.zone()));
    }

    private LocalDate start() {
        Stream<Instant> starts = switch (pack.countedFrom()) {
            case RECEIPT -> Stream.of(facts.receivedAt());
            case LATEST ->
                Stream.of(
                                Stream.of(facts.receivedAt()),
                                facts.instantsOf(Milestone.IDENTIFIED),
                                facts.instantsOf(Milestone.FEE_PAID))
                        .flatMap(each -> each);
        };
        return facts.dayOf(starts.max(Comparator.naturalOrder()).orElseThrow());
    }

    private @Nullable LocalDate noticeBy() {
        return pack.extension() == null
                ? null
                : last(pack.extension().noticeWithin().from(start, working));
    }

    private @Nullable LocalDate extensionLimit() {
        if (pack.extension() == null) {
            return null;
        }
        LocalDate from = switch (pack.extension().limitFrom()) {
            case START -> start;
            case DUE -> pack.due().from(start, working);
        };
        return last(pack.extension().limit().from(from, working));
    }

    /// An extension of which the consumer was told too late is none.
    private boolean isExtendedBy(LocalDate noticeBy) {
        return facts.instantsOf(Milestone.EXTENDED)
                .anyMatch(told -> !facts.dayOf(told).isAfter(noticeBy));
    }

    private @Nullable LocalDate appealDue() {
        RulePack.Appeal appeal = pack.appeal();
        if (appeal == null) {
            return null;
        }
        int days = region().map(region -> appeal.byRegion().get(region)).orElse(appeal.days());
        return newest(Milestone.APPEALED).map(day -> day.plusDays(days)).orElse(null);
    }

    private @Nullable LocalDate panelDue() {
        RulePack.Dispute dispute = pack.dispute();
        return dispute == null
                ? null
                : newest(Milestone.PANEL_ASKED)
                        .map(day -> day.plusDays(dispute.panelDays()))
                        .orElse(null);
    }

    private Optional<LocalDate> newest(Milestone milestone) {
        return facts.instantsOf(milestone).max(Comparator.naturalOrder()).map(facts::dayOf);
    }

    private LocalDate last(LocalDate unmoved) {
        return moved(unmoved, pack.rolls() ? working::nextOrSame : UnaryOperator.identity());
    }

    /// Moves a last day by the days on which the clock stood still, each counted once. A pause that begins when the day
    /// is over comes too late to move it; one that begins on a day to which it rolled moves it from there, so that
    /// nothing is overdue while the clock stands still.
    private LocalDate moved(LocalDate last, UnaryOperator<LocalDate> roll) {
        LocalDate moved = last;
        LocalDate counted = start; // the day from which a limit is counted is none of its days
        for (Pause pause : pauses) {
            LocalDate asked = facts.dayOf(pause.from());
            if (asked.isAfter(roll.apply(moved))) {
                break;
            }
            LocalDate first = later(askingDayCounts() ? asked.plusDays(1) : asked, counted.plusDays(1));
            LocalDate until = pause.to() == null ? today : facts.dayOf(pause.to());
            if (!until.isBefore(first)) {
                moved = later(moved, asked).plusDays(ChronoUnit.DAYS.between(first, until) + 1);
                counted = until;
            }
        }
        return roll.apply(moved);
    }

    private boolean askingDayCounts() {
        return pack.pause() != null && pack.pause().askingDayCounts();
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
