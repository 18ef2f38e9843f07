package org.lethe.transcript.escrow;

import org.lethe.contracts.Event;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.keyring.KeyDestroyer;
import org.lethe.transcript.orders.Orders;
import org.lethe.transcript.orders.ParkedOrders;

/// When a hold is released, then its key goes. Doing it again changes nothing.
final class HoldReleases extends Orders {
    private final Destructions destructions;
    private final KeyDestroyer keys;

    HoldReleases(Destructions destructions, KeyDestroyer keys, ParkedOrders parked) {
        super(parked);
        this.destructions = destructions;
        this.keys = keys;
    }

    @Override
    public String name() {
        return "hold-releases";
    }

    @Override
    protected Class<? extends Event> order() {
        return LegalHoldReleased.class;
    }

    @Override
    protected void carryOut(Sourced order) {
        if (order.event() instanceof LegalHoldReleased released) {
            destructions.send(() -> new DestroyHoldKey(released.client(), released.hold(), order.id()));
            keys.releaseEscrow(released.client(), released.hold());
        }
    }
}
