package org.lethe.transcript.erasure;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.escrow.Destructions;
import org.lethe.transcript.orders.Orders;
import org.lethe.transcript.orders.ParkedOrders;

/// Carries erasures out: at once where they are ordered here, and by following the log where somebody else ordered
/// them, or where this process died between the order and the deed.
final class Erasures extends Orders {
    private final Destructions destructions;

    Erasures(Destructions destructions, ParkedOrders parked) {
        super(parked);
        this.destructions = destructions;
    }

    Receipt carryOut(ClientId client, ConsumerId consumer, @Nullable ConversationId conversation, EventId order) {
        DestroyKeyHandler.Outcome outcome =
                destructions.send(() -> new DestroyKey(client, consumer, conversation, order));
        if (outcome instanceof DestroyKeyHandler.Outcome.Destroyed destroyed) {
            destroyed.committed();
        }
        return outcome.receipt();
    }

    @Override
    public String name() {
        return "erasures";
    }

    @Override
    protected Class<? extends Event> order() {
        return ErasureOrdered.class;
    }

    /// Carrying out what was carried out before changes nothing.
    @Override
    protected void carryOut(Sourced order) {
        if (order.event() instanceof ErasureOrdered ordered) {
            carryOut(order.entry().client(), ordered.consumer(), ordered.conversation(), order.id());
        }
    }
}
