package org.lethe.transcript.expiry;

import org.lethe.eventlog.EventLog;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.transcript.escrow.Destructions;
import org.lethe.transcript.orders.ParkedOrders;
import org.lethe.web.Moments;

/// This feature in one piece.
public final class ExpirySlice {
    private ExpirySlice() {}

    public static Slice on(Foundation foundation) {
        ParkedOrders parked = foundation.part(ParkedOrders.class);
        EventLog log = foundation.log();
        Keyring keyring = foundation.part(Keyring.class);
        Moments moments = foundation.moments();
        ExpiryStep.Listener steps = foundation.part(ExpiryStep.Listener.class, _ -> {});
        return Slice.named("expiry")
                .decides(
                        DestroyBuckets.class,
                        (command, decision) -> command.decide(log, keyring, steps, moments, decision))
                .decides(
                        DestroyClientKeys.class,
                        (command, decision) -> command.decide(keyring, steps, moments, decision))
                .follows(parked.retriedBy(new Expiries(new Destructions(foundation.commands()), steps, parked)));
    }
}
