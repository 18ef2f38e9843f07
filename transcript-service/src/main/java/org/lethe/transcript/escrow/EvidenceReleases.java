package org.lethe.transcript.escrow;

import org.lethe.contracts.ClientId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.keyring.KeyDestroyer;
import org.lethe.transcript.orders.Orders;
import org.lethe.transcript.orders.ParkedOrders;

/// When a request has nothing to deliver any more, then what was kept for it alone goes. Doing it again changes
/// nothing.
final class EvidenceReleases extends Orders {
    private final Destructions destructions;
    private final KeyDestroyer keys;

    EvidenceReleases(Destructions destructions, KeyDestroyer keys, ParkedOrders parked) {
        super(parked);
        this.destructions = destructions;
        this.keys = keys;
    }

    @Override
    public String name() {
        return "evidence-releases";
    }

    @Override
    protected Class<? extends Event> order() {
        return EvidenceLetGo.class;
    }

    @Override
    protected void carryOut(Sourced order) {
        if (order.event() instanceof EvidenceLetGo gone) {
            ClientId client = order.entry().client();
            if (!keys.escrow(client, gone.hold()).isEmpty()) { // most requests end before anything expires
                destructions.send(() -> new DestroyHoldKey(client, gone.hold(), order.id()));
                keys.releaseEscrow(client, gone.hold());
            }
        }
    }
}
