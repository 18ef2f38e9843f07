package org.lethe.access.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lethe.access.deadlines.RulePacks;
import org.lethe.access.requests.Step.Kind;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.IdentityCodeSent;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PackagePrepared;
import org.lethe.contracts.RequestApproved;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestExpired;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.testkit.TestRounds;

/// Random walks over everything that can be done with a request, with time going on: whatever was done, somebody or
/// something has a next step and a clock, or it is over; and what is over stays so unless it is appealed.
class RequestWalksTest {
    private static final int WALKS = TestRounds.of(2_000, 100_000);
    private static final int STEPS = 25;
    private static final Set<Kind> ON = Set.of(
            Kind.VERIFY, Kind.CONFIRM, Kind.APPROVE, Kind.DENY, Kind.COMPLETE); // those that bring it nearer its end
    private static final List<String> RULES = RulePacks.bundled().rules();

    private final long seed = Long.getLong("lethe.test.seed", System.nanoTime());

    @Test
    void noneIsEverWithoutANextStepOrAClock() {
        for (int walk = 0; walk < WALKS; walk++) {
            new Walk(seed + walk).go();
        }
    }

    private static final class Walk {
        private final long seed;
        private final Random random;
        private final List<Sourced> events = new ArrayList<>();
        private Instant now = Instant.parse("2026-03-01T10:00:00Z");

        Walk(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void go() {
            RequestType type = one(RequestType.values());
            String rule = RULES.get(random.nextInt(RULES.size()));
            append(new RequestReceived(
                    History.REQUEST,
                    History.CLIENT,
                    History.CONSUMER,
                    true,
                    type,
                    rule,
                    RulePacks.bundled().at(rule, now, ZoneOffset.UTC).version(),
                    "UTC",
                    now,
                    "mail",
                    null,
                    random.nextInt(4) == 0 ? History.CONVERSATION : null,
                    History.BY));
            for (int step = 0; step < STEPS; step++) {
                now = now.plus(Duration.ofHours(random.nextInt(24 * 10)));
                Request before = request();
                Kind kind = one(Kind.values());
                if (kind.from(before, now)) {
                    assertThat(Step.possible(before, now)).contains(kind.wireName());
                    take(kind, before);
                } else {
                    somethingHappens(before);
                }
                check(before, request());
            }
        }

        private Request request() {
            return Request.of(History.CLIENT, events).orElseThrow();
        }

        private void append(Event event) {
            events.add(new Sourced(LogEntry.of(History.CLIENT, event), EventId.random(), now, now, null));
        }

        private void take(Kind kind, Request request) {
            switch (kind) {
                case VERIFY -> {
                    if (random.nextBoolean()) {
                        append(new IdentityCodeSent(History.REQUEST, History.CLIENT, "email", History.BY));
                    } else {
                        all(new Step.Attest(), request);
                    }
                }
                case CONFIRM -> all(new Step.Confirm(), request);
                case APPROVE -> approve(request);
                case DENY -> all(new Step.Deny("other"), request);
                case COMPLETE -> all(new Step.Complete(), request);
                case EXTEND -> all(new Step.Extend(), request);
                case PAUSE ->
                    all(
                            new Step.Pause(request.rule()
                                    .pauseReasons()
                                    .iterator()
                                    .next()
                                    .code()),
                            request);
                case RESUME -> all(new Step.Resume(), request);
                case APPEAL -> all(new Step.Appeal(), request);
                case ESCALATE -> all(new Step.Escalate(one("panel", "dispute_resolution")), request);
                case REVOKE -> all(new Step.Revoke(), request);
                case ASSIGN -> all(new Step.Assign("team"), request);
                case NOTES -> all(new Step.Note(), request);
            }
        }

        private void all(Step step, Request request) {
            step.events(request, History.BY).forEach(this::append);
        }

        private void approve(Request request) {
            append(new RequestApproved(History.REQUEST, History.CLIENT, null, History.BY));
            switch (request.type()) {
                case ACCESS, PORTABILITY -> {
                    append(new PackagePrepared(History.REQUEST, History.CLIENT, now.plus(Duration.ofDays(30))));
                    append(new RequestFulfilled(History.REQUEST, History.CLIENT));
                }
                case OPT_OUT, RESTRICTION -> append(new RequestFulfilled(History.REQUEST, History.CLIENT));
                case DELETION, CORRECTION, OBJECTION, COMPLAINT -> {}
            }
        }

        /// What the log and the timer do by themselves.
        private void somethingHappens(Request request) {
            boolean deletes = request.type() == RequestType.DELETION;
            if (deletes && request.state() == RequestState.IN_PROGRESS && random.nextBoolean()) {
                append(new RequestDeferred(History.REQUEST, History.CLIENT, List.of(HoldId.random())));
            } else if (deletes
                    && (request.state() == RequestState.IN_PROGRESS || request.state() == RequestState.DEFERRED)) {
                append(new RequestFulfilled(History.REQUEST, History.CLIENT));
            } else if ((request.state() == RequestState.RECEIVED || request.state() == RequestState.VERIFYING)
                    && request.deadlines(now).operationalDueAt().isBefore(now)) {
                append(new RequestExpired(History.REQUEST, History.CLIENT));
            }
        }

        private void check(Request before, Request request) {
            boolean byItself = request.type() == RequestType.DELETION
                    && (request.state() == RequestState.IN_PROGRESS || request.state() == RequestState.DEFERRED);
            assertThat(request.state().isOpen())
                    .as("%s, walk of seed %s: %s", request.state(), seed, events)
                    .isEqualTo(byItself
                            || Stream.of(Kind.values()).filter(ON::contains).anyMatch(kind -> kind.from(request, now)));
            assertThat(request.deadlines(now).dueAt())
                    .isAfter(request.received().receivedAt());
            if (!before.state().isOpen() && request.state() != before.state()) {
                assertThat(before.state()).as("seed %s", seed).isEqualTo(RequestState.DENIED);
                assertThat(request.state()).as("seed %s", seed).isEqualTo(RequestState.APPEALED);
            }
            assertThat(events.stream().filter(one -> one.event() instanceof RequestFulfilled))
                    .as("seed %s", seed)
                    .hasSizeLessThanOrEqualTo(1);
        }

        @SafeVarargs
        private <T> T one(T... all) {
            return all[random.nextInt(all.length)];
        }
    }
}
