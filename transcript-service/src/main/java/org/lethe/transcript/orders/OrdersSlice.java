package org.lethe.transcript.orders;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class OrdersSlice {
    private OrdersSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("orders").works(foundation.part(ParkedOrders.class));
    }
}
