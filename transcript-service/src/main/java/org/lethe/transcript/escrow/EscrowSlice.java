package org.lethe.transcript.escrow;

import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.transcript.orders.ParkedOrders;
import org.lethe.web.Moments;

/// This feature in one piece.
public final class EscrowSlice {
    private EscrowSlice() {}

    public static Slice on(Foundation foundation) {
        ParkedOrders parked = foundation.part(ParkedOrders.class);
        Moments moments = foundation.moments();
        Keyring keyring = foundation.part(Keyring.class);
        return Slice.named("escrow")
                .decides(DestroyHoldKey.class, (command, decision) -> command.decide(keyring, moments, decision))
                .follows(parked.retriedBy(new HoldReleases(new Destructions(foundation.commands()), keyring, parked)))
                .follows(parked.retriedBy(
                        new EvidenceReleases(new Destructions(foundation.commands()), keyring, parked)));
    }
}
