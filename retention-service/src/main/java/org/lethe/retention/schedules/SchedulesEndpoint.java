package org.lethe.retention.schedules;

import io.micrometer.core.instrument.Counter;
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
import org.lethe.contracts.Meters;
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
import org.lethe.service.clock.ClockInDoubtException;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Chars;
import org.lethe.web.Cursor;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Items;
import org.lethe.web.NotFoundException;
import org.lethe.web.ProblemType;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows and sets a client's retention schedule.
final class SchedulesEndpoint {
    static final ProblemType NOTHING_WAITING = new ProblemType(
            "nothing-waiting",
            409,
            "No schedule waits",
            "Only a schedule that waits for its time can be withdrawn. What is in force is replaced by setting another.");

    private static final Logger logger = LoggerFactory.getLogger(SchedulesEndpoint.class);
    private static final String PATH = "/v1/clients/{client}/retention-schedule";
    static final int MAX_REASON_CHARACTERS = 500;
    private static final Role[] READERS = {
        Role.CLIENT_ADMIN, Role.RETENTION_OPERATOR, Role.PRIVACY_OFFICER, Role.AUDITOR
    };

    private final EventLog log;
    private final Commands commands;
    private final SealedWords words;
    private final Buckets buckets;
    private final Brake brake;
    private final Counter shortened;
    private final Clock clock;

    SchedulesEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = foundation.part(SealedWords.class);
        this.buckets = new Buckets(foundation.dataSource());
        this.brake = new Brake(foundation);
        this.shortened = Counter.builder(Meters.RETENTION_SCHEDULES_SHORTENED.meter())
                .description("Schedules that wait out their cooling-off because they make content due")
                .register(foundation.meters());
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

    /// A category and channel of which more is due by then than by the schedule before.
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
                                .tagged()
                                .refuses(ClockInDoubtException.TYPE),
                        this::set)
                .delete(
                        PATH + "/waiting",
                        Terms.roles(Role.RETENTION_OPERATOR, Role.CLIENT_ADMIN, Role.PRIVACY_OFFICER)
                                .replaces()
                                .answers(SetAnswer.class)
                                .tagged()
                                .refuses(NOTHING_WAITING),
                        this::withdraw)
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
        Instant from = effectiveFrom(wanted, now);
        ClientId client = request.client();
        Schedules before = Schedules.of(log, client);
        request.requireIfMatch(Integer.toString(before.latest().version()));
        Brake.Start start = brake.start(client, before, rules, from, now);
        Instant effectiveFrom = start.from();
        SetSchedule.Set set = set(request, before, rules, effectiveFrom, wanted.reason(), now);
        if (start.destroys()) {
            shortened.increment();
            logger.warn(
                    "A schedule of client {} makes content due that was not: version {}, from {}",
                    client,
                    set.version(),
                    effectiveFrom);
        }
        return answer(client, rules, effectiveFrom, effectiveFrom.isAfter(from), set, now);
    }

    /// The schedule in force stays, as a version of its own that replaces the one that waits.
    private Answer withdraw(ApiRequest request) throws SQLException {
        Instant now = now();
        ClientId client = request.client();
        Schedules before = Schedules.of(log, client);
        request.requireIfMatch(Integer.toString(before.latest().version()));
        RetentionRules inForce = before.at(now)
                .map(Schedule::rules)
                .filter(_ -> before.waiting(now).isPresent())
                .orElseThrow(NothingWaitingException::new);
        return answer(client, inForce, now, false, set(request, before, inForce, now, null, now), now);
    }

    private SetSchedule.Set set(
            ApiRequest request,
            Schedules before,
            RetentionRules rules,
            Instant effectiveFrom,
            @Nullable String reason,
            Instant now) {
        ClientId client = request.client();
        EventId event = EventId.random();
        return commands.sendAndWait(new SetSchedule(
                client,
                event,
                rules,
                effectiveFrom,
                before.latest().version(),
                reason == null
                        ? null
                        : words.seal(client, event, RetentionScheduleSet.class, Map.of("reason", reason), now),
                request.caller().key().toString(),
                now));
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

    private Answer answer(
            ClientId client,
            RetentionRules rules,
            Instant effectiveFrom,
            boolean braked,
            SetSchedule.Set set,
            Instant now)
            throws SQLException {
        RetentionRules before = set.before().at(now).map(Schedule::rules).orElse(new RetentionRules(List.of()));
        List<Shortened> shorter = new ArrayList<>();
        List<TooLate> tooLate = new ArrayList<>();
        for (Change change : buckets.change(client, before, rules, effectiveFrom)) {
            if (change.more() > 0) {
                shorter.add(new Shortened(change.category(), change.channel(), change.more()));
            }
            if (change.tooLate() > 0) {
                tooLate.add(new TooLate(change.category(), change.channel(), change.tooLate()));
            }
        }
        return Answer.ok(new SetAnswer(
                        client,
                        set.version(),
                        texts(rules),
                        effectiveFrom,
                        shorter,
                        tooLate,
                        notes(shorter, tooLate, set, effectiveFrom, braked, now)))
                .etag(Integer.toString(set.version()));
    }

    private static List<String> notes(
            List<Shortened> shortened,
            List<TooLate> tooLate,
            SetSchedule.Set set,
            Instant effectiveFrom,
            boolean braked,
            Instant now) {
        List<String> notes = new ArrayList<>();
        if (braked) {
            notes.add("makes content due that was not due before, and so takes effect after the cooling-off only;"
                    + " until then it can be withdrawn: DELETE …/retention-schedule/waiting");
        }
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
