package org.lethe.access.requests;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.Event;
import org.lethe.contracts.HeldContentReleased;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Reaction;
import org.lethe.web.Moments;

/// Completes deletions by itself: when the consumer's key went, and when the last hold let go.
final class Deletions implements Reaction {
    private final DeletionRequests requests;
    private final Commands commands;
    private final Moments moments;

    Deletions(EventLog log, Commands commands, Moments moments) {
        this.requests = new DeletionRequests(log);
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
                case ConsumerErased erased -> settle(requests.of(erased.consumer()));
                case ConsumerForgotten forgotten -> settle(requests.of(forgotten.consumer()));
                case HeldContentReleased released -> settle(requests.deferredFor(released.client(), released.hold()));
                default -> {}
            }
        }
    }

    private void settle(List<Request> deletions) {
        for (Request request : deletions) {
            commands.sendAndWait(new SettleDeletion(request.client(), request.id(), request.consumer(), moments.now()));
        }
    }
}
