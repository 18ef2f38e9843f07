package org.lethe.transcript.expiry;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.Event;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Reaction;
import org.lethe.keyring.Keyring;
import org.lethe.transcript.Moments;
import org.lethe.transcript.holds.Destructions;

/// When expiry is ordered, then keys are destroyed. Doing it again changes nothing, so a crash between the order and
/// the
/// deed, or two processes that follow at once, do no harm.
public final class Expiries implements Reaction {
    private final Destructions destructions;
    private final Moments moments;

    public Expiries(Destructions destructions, Moments moments) {
        this.destructions = destructions;
        this.moments = moments;
    }

    /// Says who decides this slice's commands.
    public static void decide(Commands commands, EventLog log, Keyring keyring) {
        commands.handle(DestroyBuckets.class, (command, decision) -> command.decide(log, keyring, decision));
        commands.handle(DestroyClientKeys.class, (command, decision) -> command.decide(keyring, decision));
    }

    @Override
    public String name() {
        return "expiries";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(ExpiryOrdered.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) {
        for (Sourced sourced : events) {
            if (sourced.event() instanceof ExpiryOrdered order) {
                destructions
                        .send(() -> command(order, sourced), DestroyBuckets.Destroyed.class)
                        .committed();
            }
        }
    }

    private Record command(ExpiryOrdered order, Sourced sourced) {
        return order.wholeClient()
                ? new DestroyClientKeys(order.client(), sourced.id(), moments.now())
                : new DestroyBuckets(order.client(), sourced.id(), order.buckets(), moments.now());
    }
}
