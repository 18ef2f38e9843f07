package org.lethe.transcript.amendments;

import org.lethe.contracts.Event;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.transcript.orders.Orders;
import org.lethe.transcript.orders.ParkedOrders;

/// When a hold is released, then what it kept of redacted messages goes. Doing it again changes nothing.
final class Scrubs extends Orders {
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
            Scrubbing.deferredFor(log, released.client(), released.hold())
                    .forEach(deferred -> commands.sendAndWait(
                            new ScrubMessage(released.client(), deferred.message(), deferred.order())));
        }
    }
}
