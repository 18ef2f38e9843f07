package org.lethe.transcript.clock;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.eventlog.Commands;
import org.lethe.service.Foundation;
import org.lethe.service.clock.ClockGuard;
import org.lethe.service.clock.Doubt;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Moments;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Shows the clock, and takes a person's word that it is right.
final class ClockEndpoint {
    private static final String NO_DOUBT = "none";

    private final Commands commands;
    private final ClockGuard guard;
    private final Moments moments;

    ClockEndpoint(Foundation foundation) {
        this.commands = foundation.commands();
        this.guard = foundation.part(ClockGuard.class, ClockGuard.believing(foundation.clock()));
        this.moments = foundation.moments();
    }

    /// @param clockAt what the server's clock says
    /// @param goingBy the time by which everything is recorded; another than the clock's while that leaps
    /// @param waiting whether what is due waits
    /// @param aheadBySeconds of what it is held against; negative where it is behind
    record ShownClock(
            Instant clockAt,
            Instant goingBy,
            boolean waiting,
            Doubt.@Nullable Kind doubt,
            @Nullable String meaning,
            @Nullable Long aheadBySeconds) {}

    /// @param at what the person says is the time
    record NewConfirmation(Instant at) {}

    Routes routes() {
        return new Routes()
                .get(
                        "/v1/clock",
                        Terms.roles(Role.PLATFORM_ADMIN, Role.RETENTION_OPERATOR)
                                .answers(ShownClock.class),
                        _ -> show())
                .post(
                        "/v1/clock/confirm",
                        Terms.roles(Role.PLATFORM_ADMIN)
                                .repeats(Repeat.NATURAL)
                                .takes(NewConfirmation.class)
                                .answers(ShownClock.class)
                                .refuses(ClockDiffersException.TYPE),
                        this::confirm);
    }

    private Answer show() {
        Optional<Doubt> doubt = guard.doubt();
        return Answer.ok(new ShownClock(
                wallTime(),
                moments.now(),
                doubt.isPresent(),
                doubt.map(Doubt::kind).orElse(null),
                doubt.map(one -> one.kind().meaning()).orElse(null),
                doubt.map(one -> one.by().toSeconds()).orElse(null)));
    }

    /// On record first: what a person lets go is in the log before it goes.
    private Answer confirm(ApiRequest request) throws SQLException {
        Instant said = request.body(NewConfirmation.class).at();
        Instant clockAt = wallTime();
        Duration tolerance = guard.tolerance();
        if (Duration.between(said, clockAt).abs().compareTo(tolerance) > 0) {
            throw new ClockDiffersException(clockAt, tolerance);
        }
        commands.sendAndWait(new ConfirmClock(
                clockAt,
                guard.doubt().map(doubt -> doubt.kind().wireName()).orElse(NO_DOUBT),
                request.caller().key().toString(),
                moments.now()));
        guard.confirm();
        return show();
    }

    private Instant wallTime() {
        return guard.wall().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
