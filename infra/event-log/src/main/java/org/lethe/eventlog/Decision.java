package org.lethe.eventlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.EventStoreTransaction;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.LogEntry;

/// One command being decided: what it sources becomes the condition of what it appends, so whatever comes between makes
/// the append fail and the command be decided anew.
public final class Decision {

    /// An event that was sourced, and where it stands.
    ///
    /// @param decidedAt what the clock said when it was decided. It was recorded later where its client's log was
    /// further on already; what is sealed with it is sealed by this time
    public record Sourced(
            LogEntry entry,
            EventId id,
            Instant recordedAt,
            Instant decidedAt,
            @Nullable LogPosition position) {
        public Event event() {
            return entry.event();
        }
    }

    private final EventStoreTransaction transaction;
    private final ProcessingContext context;
    private final @Nullable String stepRole;
    private boolean appends;

    Decision(EventStore store, ProcessingContext context, @Nullable String stepRole) {
        this.transaction = store.transaction(context);
        this.context = context;
        this.stepRole = stepRole;
    }

    /// All events that match, in the order of the log.
    public List<Sourced> source(EventCriteria criteria) {
        CompletableFuture<List<Sourced>> sourced = transaction
                .source(SourcingCondition.conditionFor(criteria))
                .reduce(new ArrayList<>(2), (events, entry) -> {
                    events.add(sourced(entry.message(), entry.getResource(LogPosition.RESOURCE_KEY)));
                    return events;
                });
        try {
            return sourced.join(); // complete already: the log answers on the caller's thread
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    static Sourced sourced(EventMessage message, @Nullable LogPosition position) {
        if (!(message.payload() instanceof LogEntry entry)) {
            throw new IllegalStateException("the log holds a payload that is no LogEntry");
        }
        String clock = message.metadata().get(EventRow.CLOCK);
        return new Sourced(
                entry,
                new EventId(UUID.fromString(message.identifier())),
                message.timestamp(),
                clock == null ? message.timestamp() : Instant.parse(clock),
                position);
    }

    public void append(ClientId client, Event event, Instant recordedAt) {
        append(EventId.random(), LogEntry.of(client, event), recordedAt);
    }

    /// @param id the event's own; an envelope in the entry is bound to it
    /// @param recordedAt from the command's clock; kept to the microsecond. Where the client's log has a later
    /// event already, it is recorded at that one's time ([Appended#recordedAt])
    public void append(EventId id, LogEntry entry, Instant recordedAt) {
        if (!appends && Commands.ALONGSIDE.isBound()) {
            TransactionStep.attach(context, Commands.ALONGSIDE.get());
        }
        appends = true;
        EventTypes.WireType type = EventTypes.of(entry.event().getClass());
        transaction.appendEvent(new GenericEventMessage(
                id.toString(),
                new MessageType(type.name(), Integer.toString(type.version())),
                entry,
                Map.of(),
                recordedAt));
    }

    /// Lets SQL of its own run in the transaction of this decision's append.
    public void attach(TransactionStep step) {
        TransactionStep.attach(context, stepRole == null ? step : step.as(stepRole));
    }

    /// Where the events will stand; filled when the command is done.
    public Appended appended() {
        return Appended.by(context);
    }
}
