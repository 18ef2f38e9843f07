package org.lethe.retention.schedules;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.Rfc3339;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.contracts.retention.RuleText;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.buckets.Buckets.Change;
import org.lethe.service.Foundation;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Chars;
import org.lethe.web.Cursor;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Items;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Shows and sets a client's retention schedule.
final class SchedulesEndpoint {
    private static final String PATH = "/v1/clients/{client}/retention-schedule";
    static final int MAX_REASON_CHARACTERS = 500;
    private static final Role[] READERS = {
        Role.CLIENT_ADMIN, Role.RETENTION_OPERATOR, Role.PRIVACY_OFFICER, Role.AUDITOR
    };

    private final EventLog log;
    private final Commands commands;
    private final SealedWords words;
    private final Buckets buckets;
    private final Clock clock;

    SchedulesEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = foundation.part(SealedWords.class);
        this.buckets = new Buckets(foundation.dataSource());
        this.clock = foundation.clock();
    }

    record NewSchedule(
            @Items(max = RetentionRules.MAX_RULES, of = "rules")
            List<RuleText> rules,

            @Nullable Instant effectiveFrom,
            @Nullable @Chars(max = MAX_REASON_CHARACTERS) String reason) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record ShownSchedule(int version, List<RuleText> rules, Instant effectiveFrom, Instant setAt, String setBy) {
        static ShownSchedule of(Schedule schedule) {
            return new ShownSchedule(
                    schedule.version(),
                    texts(schedule.rules()),
                    schedule.effectiveFrom(),
                    schedule.setAt(),
                    schedule.set().by());
        }
    }

    /// @param inForce at the instant that was asked for
    /// @param waiting set, and not in force yet
    record InForce(
            ClientId clientId,
            Instant at,
            ShownSchedule inForce,
            @Nullable ShownSchedule waiting) {}

    record HistoryLine(
            int version,
            List<RuleText> rules,
            Instant effectiveFrom,
            Instant setAt,
            String setBy,
            @Nullable String reason,
            boolean inForce) {}

    /// A category and channel of which more is due than before.
    record Shortened(Category category, Channel channel, long bucketsDue) {}

    /// A category and channel of which something is gone that would be kept now.
    record TooLate(Category category, Channel channel, long bucketsGone) {}

    record SetAnswer(
            ClientId clientId,
            int version,
            List<RuleText> rules,
            Instant effectiveFrom,
            List<Shortened> shortened,
            List<TooLate> tooLate,
            List<String> notes) {}

    public Routes routes() {
        Terms readers = Terms.roles(Role.PLATFORM_ADMIN, READERS);
        return new Routes()
                .get(
                        PATH,
                        readers.query("at", Instant.class)
                                .answers(InForce.class)
                                .tagged(),
                        this::show)
                .put(
                        PATH,
                        Terms.roles(Role.RETENTION_OPERATOR, Role.CLIENT_ADMIN)
                                .takes(NewSchedule.class)
                                .replaces()
                                .answers(SetAnswer.class)
                                .tagged(),
                        this::set)
                .get(PATH + "/history", readers.pages(HistoryLine.class), this::history);
    }

    private Answer show(ApiRequest request) {
        Instant now = now();
        Instant at = request.query("at", "a time such as 2026-11-21T12:00:00Z", Rfc3339::parse)
                .orElse(now);
        Schedules schedules = Schedules.of(log, request.client());
        Schedule inForce = schedules.at(at).orElseThrow(NotFoundException::new);
        return Answer.ok(new InForce(
                        request.client(),
                        at,
                        ShownSchedule.of(inForce),
                        schedules.waiting(at).map(ShownSchedule::of).orElse(null)))
                .etag(Integer.toString(schedules.latest().version()));
    }

    private Answer history(ApiRequest request) {
        Schedules schedules = Schedules.of(log, request.client());
        int after = request.cursor().map(cursor -> (int) cursor.number(0)).orElse(0);
        int inForce = schedules.at(now()).map(Schedule::version).orElse(0);
        return Answer.ok(request.page(
                schedules.all().stream()
                        .filter(one -> one.version() > after)
                        .limit(request.limit() + 1L)
                        .toList(),
                one -> Cursor.of((long) one.version()),
                one -> line(request.client(), one, inForce)));
    }

    private HistoryLine line(ClientId client, Schedule schedule, int inForce) {
        Sealed sealed = schedule.source().entry().sealed();
        return new HistoryLine(
                schedule.version(),
                texts(schedule.rules()),
                schedule.effectiveFrom(),
                schedule.setAt(),
                schedule.set().by(),
                sealed == null
                        ? null
                        : words.open(
                                        client,
                                        schedule.source().id(),
                                        RetentionScheduleSet.class,
                                        sealed,
                                        schedule.source().decidedAt())
                                .get("reason"),
                schedule.version() == inForce);
    }

    private Answer set(ApiRequest request) throws SQLException {
        NewSchedule wanted = request.body(NewSchedule.class);
        RetentionRules rules = RuleRefusals.read(wanted.rules(), "/rules");
        Instant now = now();
        Instant effectiveFrom = effectiveFrom(wanted, now);
        String reason = wanted.reason();
        ClientId client = request.client();
        int present = Schedules.of(log, client).latest().version();
        request.requireIfMatch(Integer.toString(present));
        EventId event = EventId.random();
        SetSchedule.Set set = commands.sendAndWait(new SetSchedule(
                client,
                event,
                rules,
                effectiveFrom,
                present,
                reason == null
                        ? null
                        : words.seal(client, event, RetentionScheduleSet.class, Map.of("reason", reason), now),
                request.caller().key().toString(),
                now));
        return Answer.ok(answer(client, rules, effectiveFrom, set, now)).etag(Integer.toString(set.version()));
    }

    private static List<RuleText> texts(RetentionRules rules) {
        return rules.rules().stream()
                .map(rule -> new RuleText(
                        rule.category(), rule.channel(), rule.period().toString()))
                .toList();
    }

    private static Instant effectiveFrom(NewSchedule wanted, Instant now) {
        Instant given = wanted.effectiveFrom();
        if (given == null) {
            return now;
        }
        if (given.isBefore(now)) {
            throw new InvalidBodyException(
                    "/effective_from", "a time to come; leave it out for a schedule that holds from now on");
        }
        return given.truncatedTo(ChronoUnit.MICROS);
    }

    private SetAnswer answer(
            ClientId client, RetentionRules rules, Instant effectiveFrom, SetSchedule.Set set, Instant now)
            throws SQLException {
        RetentionRules before = set.before().at(now).map(Schedule::rules).orElse(new RetentionRules(List.of()));
        List<Shortened> shortened = new ArrayList<>();
        List<TooLate> tooLate = new ArrayList<>();
        for (Change change : buckets.change(client, before, rules, effectiveFrom)) {
            if (change.more() > 0) {
                shortened.add(new Shortened(change.category(), change.channel(), change.more()));
            }
            if (change.tooLate() > 0) {
                tooLate.add(new TooLate(change.category(), change.channel(), change.tooLate()));
            }
        }
        return new SetAnswer(
                client,
                set.version(),
                texts(rules),
                effectiveFrom,
                shortened,
                tooLate,
                notes(shortened, tooLate, set, effectiveFrom, now));
    }

    private static List<String> notes(
            List<Shortened> shortened, List<TooLate> tooLate, SetSchedule.Set set, Instant effectiveFrom, Instant now) {
        List<String> notes = new ArrayList<>();
        if (effectiveFrom.isAfter(now)) {
            notes.add("waits until " + effectiveFrom + "; until then the schedule in force stays");
        }
        Optional<Schedule> replaced = set.before().waiting(now);
        replaced.filter(waiting -> !waiting.effectiveFrom().isBefore(effectiveFrom))
                .ifPresent(waiting -> notes.add("version " + waiting.version() + ", which waited for "
                        + waiting.effectiveFrom() + ", is replaced and never comes into force"));
        long due = shortened.stream().mapToLong(Shortened::bucketsDue).sum();
        if (due > 0) {
            notes.add(due + " buckets that exist become due " + (effectiveFrom.isAfter(now) ? "then" : "at once")
                    + " and go with the next run, but for what a hold keeps");
        }
        long gone = tooLate.stream().mapToLong(TooLate::bucketsGone).sum();
        if (gone > 0) {
            notes.add(gone + " buckets are gone that the new periods would have kept; nothing brings them back");
        }
        return notes;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
