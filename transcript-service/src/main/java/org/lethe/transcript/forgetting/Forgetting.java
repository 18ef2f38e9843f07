package org.lethe.transcript.forgetting;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.service.Work;
import org.lethe.service.clock.ClockTrust;
import org.lethe.transcript.escrow.Destructions;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.transcript.forgetting.ForgetConsumers.Forgotten;
import org.lethe.transcript.forgetting.Forgettables.Forgettable;
import org.lethe.web.Moments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at who lost something, and forgets those of whom nothing is left. What was not finished when a process died is
/// looked at by the next; two processes that look at once do no harm.
public final class Forgetting implements Work {
    private static final Logger log = LoggerFactory.getLogger(Forgetting.class);
    private static final long EVERY_MILLIS = 500;
    private static final int AT_ONCE = 1_000;
    private static final int TOGETHER = 100; // in one commit, so that nobody who writes waits for long
    private static final Duration VIEW_WAIT = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Forgettables forgettables;
    private final Keyring keyring;
    private final EventLog events;
    private final Destructions destructions;
    private final Freshness freshness;
    private final Moments moments;
    private final ClockTrust trust;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lethe-forgetting").factory());

    Forgetting(Foundation foundation) {
        this.forgettables = new Forgettables(foundation.dataSource());
        this.keyring = foundation.part(Keyring.class);
        this.events = foundation.log();
        this.destructions = new Destructions(foundation.commands());
        this.freshness = foundation.freshness(ContentView.NAME);
        this.moments = foundation.moments();
        this.trust = foundation.part(ClockTrust.class, ClockTrust.BLIND);
    }

    @Override
    public void start() {
        schedule.scheduleWithFixedDelay(this::lookQuietly, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void lookQuietly() {
        try {
            look();
        } catch (SQLException | RuntimeException e) {
            log.warn("Nobody could be forgotten; trying again in {} ms", EVERY_MILLIS, e);
        }
    }

    /// A view that is made anew knows too little of what is left: it is waited for.
    private void look() throws SQLException {
        if (trust.doubt().isPresent()) {
            return; // who began a while ago, and when to look again, is told by the clock
        }
        List<Forgettable> due = forgettables.due(moments.now(), AT_ONCE);
        while (!due.isEmpty() && freshness.awaitCaughtUp(VIEW_WAIT)) {
            Map<ClientId, List<Forgettable>> byClient = due.stream()
                    .collect(Collectors.groupingBy(Forgettable::client, LinkedHashMap::new, Collectors.toList()));
            for (Map.Entry<ClientId, List<Forgettable>> one : byClient.entrySet()) {
                for (int from = 0; from < one.getValue().size(); from += TOGETHER) {
                    look(
                            one.getKey(),
                            one.getValue()
                                    .subList(
                                            from,
                                            Math.min(
                                                    from + TOGETHER,
                                                    one.getValue().size())));
                }
            }
            due = forgettables.due(moments.now(), AT_ONCE);
        }
    }

    private void look(ClientId client, List<Forgettable> some) throws SQLException {
        Instant again = moments.now().plus(AGAIN);
        Set<ConsumerId> left;
        try {
            left = left(client, some.stream().map(Forgettable::consumer).collect(Collectors.toSet()));
        } catch (RuntimeException e) {
            if (some.size() > 1) { // one of them is no reason for the others to stay
                for (Forgettable one : some) {
                    look(client, List.of(one));
                }
                return;
            }
            forgettables.postpone(some, again);
            log.warn("Some could not be forgotten; trying again in {}", AGAIN, e);
            return;
        }
        forgettables.done(
                some.stream().filter(one -> !left.contains(one.consumer())).toList());
        forgettables.postpone(
                some.stream().filter(one -> left.contains(one.consumer())).toList(), again);
    }

    /// Forgets whom it may.
    ///
    /// @return who has to be looked at again, without something that would say so
    private Set<ConsumerId> left(ClientId client, Set<ConsumerId> consumers) throws SQLException {
        Set<ConsumerId> left = new HashSet<>(keyring.known(client, consumers));
        left.removeAll(forgettables.living(left)); // they are noted again when that goes
        left.removeAll(HoldsInForce.read(events, client).consumers()); // and when the hold is released
        left.removeAll(keyring.inEscrow(client, left)); // and when its key goes
        if (!left.isEmpty()) {
            Forgotten forgotten = destructions.send(() -> new ForgetConsumers(client, left));
            forgotten.committed();
            left.removeAll(forgotten.consumers());
        }
        return left;
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
