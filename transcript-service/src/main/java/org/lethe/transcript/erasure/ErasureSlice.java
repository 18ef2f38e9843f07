package org.lethe.transcript.erasure;

import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.transcript.escrow.Destructions;
import org.lethe.transcript.orders.ParkedOrders;

/// This feature in one piece.
public final class ErasureSlice {
    private ErasureSlice() {}

    public static Slice on(Foundation foundation) {
        ParkedOrders parked = foundation.part(ParkedOrders.class);
        DestroyKeyHandler destruction =
                new DestroyKeyHandler(foundation.log(), foundation.part(Keyring.class), foundation.moments());
        Erasures erasures = new Erasures(new Destructions(foundation.commands()), parked);
        return Slice.named("erasure")
                .decides(OrderErasure.class, OrderErasure::decide)
                .decides(DestroyKey.class, destruction::decide)
                .follows(parked.retriedBy(erasures))
                .serves(new ErasureEndpoint(foundation, erasures).routes());
    }
}
