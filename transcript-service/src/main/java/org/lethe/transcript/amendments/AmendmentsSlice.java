package org.lethe.transcript.amendments;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.service.subjects.MessageAmendments;
import org.lethe.transcript.orders.ParkedOrders;
import org.lethe.web.Moments;

/// This feature in one piece.
public final class AmendmentsSlice {
    private AmendmentsSlice() {}

    public static Slice on(Foundation foundation) {
        ParkedOrders parked = foundation.part(ParkedOrders.class);
        Moments moments = foundation.moments();
        Amender amender = new Amender(foundation);
        return Slice.named("amendments")
                .decides(AmendMessage.class, AmendMessage::decide)
                .decides(ScrubMessage.class, (command, decision) -> command.decide(moments, decision))
                .offers(MessageAmendments.class, amender)
                .follows(parked.retriedBy(new Scrubs(foundation.log(), foundation.commands(), parked)))
                .serves(new AmendmentsEndpoint(foundation, amender).routes());
    }
}
