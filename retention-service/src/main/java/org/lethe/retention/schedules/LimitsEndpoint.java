package org.lethe.retention.schedules;

import java.time.Clock;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.retention.Periods;
import org.lethe.contracts.retention.RetentionLimits;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Shows and sets the platform's limits. They hold for schedules that are set from then on.
final class LimitsEndpoint {
    private static final String PATH = "/v1/retention-limits";

    private final EventLog log;
    private final Commands commands;
    private final Clock clock;

    LimitsEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.clock = foundation.clock();
    }

    record NewLimits(@Nullable String floor, @Nullable String ceiling) {}

    record ShownLimits(
            int version, @Nullable String floor, @Nullable String ceiling) {
        static ShownLimits of(Limits limits) {
            return new ShownLimits(
                    limits.version(),
                    text(limits.limits().floor()),
                    text(limits.limits().ceiling()));
        }

        private static @Nullable String text(@Nullable Period period) {
            return period == null ? null : period.toString();
        }
    }

    public Routes routes() {
        return new Routes()
                .get(
                        PATH,
                        Terms.roles(
                                        Role.PLATFORM_ADMIN,
                                        Role.CLIENT_ADMIN,
                                        Role.RETENTION_OPERATOR,
                                        Role.PRIVACY_OFFICER,
                                        Role.AUDITOR)
                                .answers(ShownLimits.class)
                                .tagged(),
                        _ -> answer(Limits.of(log.lookUp(Limits.CRITERIA))))
                .put(
                        PATH,
                        Terms.roles(Role.PLATFORM_ADMIN)
                                .takes(NewLimits.class)
                                .replaces()
                                .answers(ShownLimits.class)
                                .tagged(),
                        this::set);
    }

    private Answer set(ApiRequest request) {
        NewLimits wanted = request.body(NewLimits.class);
        RetentionLimits limits =
                new RetentionLimits(period(wanted.floor(), "/floor"), period(wanted.ceiling(), "/ceiling"));
        if (!limits.isPossible()) {
            throw new InvalidBodyException("/ceiling", "not shorter than the floor, whichever day it starts from");
        }
        int present = Limits.of(log.lookUp(Limits.CRITERIA)).version();
        request.requireIfMatch(Integer.toString(present));
        return answer(commands.sendAndWait(new SetLimits(
                limits,
                present,
                request.caller().key().toString(),
                clock.instant().truncatedTo(ChronoUnit.MICROS))));
    }

    private static Answer answer(Limits limits) {
        return Answer.ok(ShownLimits.of(limits)).etag(Integer.toString(limits.version()));
    }

    private static @Nullable Period period(@Nullable String text, String pointer) {
        return text == null
                ? null
                : Periods.parse(text).orElseThrow(() -> new InvalidBodyException(pointer, Periods.ACCEPTED));
    }
}
