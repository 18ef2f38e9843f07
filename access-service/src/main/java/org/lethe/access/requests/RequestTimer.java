package org.lethe.access.requests;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.lethe.access.requests.RequestView.Overdue;
import org.lethe.access.requests.RequestView.ToRemind;
import org.lethe.contracts.Meters;
import org.lethe.eventlog.Commands;
import org.lethe.service.Work;
import org.lethe.service.clock.ClockTrust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every minute at what is due: requests that nobody proved to be theirs in time end, codes that are
/// over go, clients are reminded of what is due (once, on record), and the gauges say what is due soon and
/// what is overdue. What is due stands in the view, so nothing is forgotten over a restart, and several
/// processes may look at once.
final class RequestTimer implements Work {
    private static final Logger log = LoggerFactory.getLogger(RequestTimer.class);
    private static final long EVERY_SECONDS = 60;
    private static final long FIRST_SECONDS = 5;
    private static final int AT_ONCE = 500;

    private final RequestView view;
    private final IdentityCodes codes;
    private final Commands commands;
    private final Clock clock;
    private final ClockTrust trust;
    private final AtomicLong dueSoon = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lethe-requests").factory());

    RequestTimer(
            RequestView view,
            IdentityCodes codes,
            Commands commands,
            Clock clock,
            ClockTrust trust,
            MeterRegistry meters) {
        this.view = view;
        this.codes = codes;
        this.commands = commands;
        this.clock = clock;
        this.trust = trust;
        meters.gauge(Meters.REQUESTS_DUE_SOON.meter(), dueSoon);
        meters.gauge(Meters.REQUESTS_OVERDUE.meter(), overdue);
    }

    @Override
    public void start() {
        schedule.scheduleWithFixedDelay(this::lookQuietly, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void look() throws SQLException {
        Instant now = clock.instant();
        codes.removeOld(now);
        if (trust.doubt().isEmpty()) { // nothing brings an expired request back
            for (Overdue request : view.unproven(now, AT_ONCE)) {
                commands.sendAndWait(new ExpireRequest(request.client(), request.request(), now));
            }
            for (Overdue request : view.lapsed(now, AT_ONCE)) {
                commands.sendAndWait(new LapsePackage(request.client(), request.request(), now));
            }
            for (ToRemind request : view.toRemind(now, AT_ONCE)) {
                commands.sendAndWait(new RemindOfRequest(request.client(), request.request(), now));
            }
        }
        long late = view.dueBefore(now);
        overdue.set(late);
        dueSoon.set(view.dueBefore(now.plus(Reminders.SOON)) - late);
    }

    private void lookQuietly() {
        try {
            look();
        } catch (SQLException | RuntimeException e) {
            log.warn("requests could not be looked at; looking again in {} s", EVERY_SECONDS, e);
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
