package org.lethe.access.requests;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HeldContentReleased;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Reaction;
import org.lethe.web.Moments;

/// Completes deletions by itself: when the consumer's key went, and when the last hold let go.
final class Deletions implements Reaction {
    private static final Criteria.Types RECEIVED = Criteria.types(RequestReceived.class);
    private static final Criteria.Types DEFERRED = Criteria.types(RequestDeferred.class);

    private final EventLog log;
    private final Commands commands;
    private final Moments moments;

    Deletions(EventLog log, Commands commands, Moments moments) {
        this.log = log;
        this.commands = commands;
        this.moments = moments;
    }

    @Override
    public String name() {
        return "deletions";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(ConsumerErased.class, ConsumerForgotten.class, HeldContentReleased.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) {
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case ConsumerErased erased -> settleOf(erased.consumer());
                case ConsumerForgotten forgotten -> settleOf(forgotten.consumer());
                case HeldContentReleased released -> settleDeferred(released);
                default -> {}
            }
        }
    }

    private void settleOf(ConsumerId consumer) {
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CONSUMER, consumer, RECEIVED))) {
            if (sourced.event() instanceof RequestReceived received && received.type() == RequestType.DELETION) {
                settle(received);
            }
        }
    }

    private void settleDeferred(HeldContentReleased released) {
        ClientId client = released.client();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.REQUESTS_OF, client, DEFERRED))) {
            if (sourced.event() instanceof RequestDeferred deferred
                    && deferred.holds().contains(released.hold())) {
                Request.of(client, log.lookUp(Request.criteria(deferred.request())))
                        .ifPresent(request -> settle(request.received()));
            }
        }
    }

    void settle(RequestReceived request) {
        commands.sendAndWait(
                new SettleDeletion(request.client(), request.request(), request.consumer(), moments.now()));
    }
}
