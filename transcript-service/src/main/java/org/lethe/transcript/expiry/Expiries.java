package org.lethe.transcript.expiry;

import org.lethe.contracts.Event;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.transcript.escrow.Destructions;
import org.lethe.transcript.orders.Orders;
import org.lethe.transcript.orders.ParkedOrders;

/// When expiry is ordered, then keys are destroyed. Doing it again changes nothing, so a crash between the
/// order and the deed, or two processes that follow at once, do no harm.
final class Expiries extends Orders {
    private final Destructions destructions;
    private final ExpiryStep.Listener steps;

    Expiries(Destructions destructions, ExpiryStep.Listener steps, ParkedOrders parked) {
        super(parked);
        this.destructions = destructions;
        this.steps = steps;
    }

    @Override
    public String name() {
        return "expiries";
    }

    @Override
    protected Class<? extends Event> order() {
        return ExpiryOrdered.class;
    }

    @Override
    protected void carryOut(Sourced order) {
        if (order.event() instanceof ExpiryOrdered ordered) {
            destructions.send(() -> command(ordered, order)).committed();
            steps.reached(ExpiryStep.COMMITTED);
        }
    }

    private Command<DestroyBuckets.Destroyed> command(ExpiryOrdered order, Sourced sourced) {
        return order.wholeClient()
                ? new DestroyClientKeys(order.client(), sourced.id())
                : new DestroyBuckets(order.client(), sourced.id(), order.buckets());
    }
}
