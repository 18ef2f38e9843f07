package org.lethe.transcript.amendments;

import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.transcript.orders.Orders;
import org.lethe.transcript.orders.ParkedOrders;

/// When a hold is released, then what it kept of redacted messages goes. Doing it again changes nothing.
final class Scrubs extends Orders {
    private static final Criteria.Types DEFERRED = Criteria.types(MessageScrubDeferred.class);

    private final EventLog log;
    private final Commands commands;

    Scrubs(EventLog log, Commands commands, ParkedOrders parked) {
        super(parked);
        this.log = log;
        this.commands = commands;
    }

    @Override
    public String name() {
        return "scrubs";
    }

    @Override
    protected Class<? extends Event> order() {
        return LegalHoldReleased.class;
    }

    @Override
    protected void carryOut(Sourced order) {
        if (order.event() instanceof LegalHoldReleased released) {
            for (Sourced sourced : log.lookUp(Criteria.of(EventTag.HOLD, released.hold(), DEFERRED))) {
                if (sourced.event() instanceof MessageScrubDeferred deferred
                        && sourced.entry().client().equals(released.client())) {
                    commands.sendAndWait(new ScrubMessage(released.client(), deferred.message(), deferred.order()));
                }
            }
        }
    }
}
