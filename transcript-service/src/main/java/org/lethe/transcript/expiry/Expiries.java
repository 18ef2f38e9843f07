package org.lethe.transcript.expiry;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.Event;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.Reaction;
import org.lethe.transcript.escrow.Destructions;

/// When expiry is ordered, then keys are destroyed. Doing it again changes nothing, so a crash between the
/// order and the deed, or two processes that follow at once, do no harm.
final class Expiries implements Reaction {
    private final Destructions destructions;
    private final ExpiryStep.Listener steps;

    Expiries(Destructions destructions, ExpiryStep.Listener steps) {
        this.destructions = destructions;
        this.steps = steps;
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
                destructions.send(() -> command(order, sourced)).committed();
                steps.reached(ExpiryStep.COMMITTED);
            }
        }
    }

    private Command<DestroyBuckets.Destroyed> command(ExpiryOrdered order, Sourced sourced) {
        return order.wholeClient()
                ? new DestroyClientKeys(order.client(), sourced.id())
                : new DestroyBuckets(order.client(), sourced.id(), order.buckets());
    }
}
