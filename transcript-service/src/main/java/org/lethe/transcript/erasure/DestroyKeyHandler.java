package org.lethe.transcript.erasure;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.ErasureFinal;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Appended;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogPosition;
import org.lethe.eventlog.LogReader;
import org.lethe.keyring.KeyDestroyer;
import org.lethe.keyring.KeyDestruction;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.escrow.HoldEscrow;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.web.Moments;

/// Destroys a key and says so in one commit: the key's bytes go to null in the transaction that holds the events.
final class DestroyKeyHandler {
    private static final String REASON = "erasure";

    private final LogReader log;
    private final KeyDestroyer keys;
    private final Moments moments;

    DestroyKeyHandler(LogReader log, KeyDestroyer keys, Moments moments) {
        this.log = log;
        this.keys = keys;
        this.moments = moments;
    }

    /// What came of it. The place in the log is known when the command is done.
    sealed interface Outcome {
        Receipt receipt();

        /// The key is destroyed now.
        record Destroyed(Event erased, Appended appended, KeyDestruction destruction) implements Outcome {
            @Override
            public Receipt receipt() {
                return DestroyKeyHandler.receipt(erased, appended.last());
            }
        }

        /// It was destroyed before.
        record DestroyedBefore(Receipt receipt) implements Outcome {}
    }

    Outcome decide(DestroyKey command, Decision decision) {
        ConversationId conversation = command.conversation();
        List<Sourced> sourcedEvents = decision.source(EventCriteria.either(
                OrderErasure.criteria(command.consumer(), conversation), HoldsInForce.criteria(command.client())));
        Receipt before = receiptOf(sourcedEvents);
        if (before != null) {
            return new Outcome.DestroyedBefore(before);
        }
        KeyKind kind = conversation == null ? KeyKind.CONSUMER : KeyKind.CONVERSATION;
        String naturalKey = (conversation == null ? command.consumer() : conversation).toString();
        KeyDestruction destruction = keys.destruction(command.client(), kind, naturalKey);
        DestroyedKey key = destruction.key();
        HoldsInForce holds = HoldsInForce.of(sourcedEvents);
        HoldEscrow escrow = escrow(command, holds);
        @Nullable List<Escrowed> escrowed = escrow.escrowed().isEmpty() ? null : escrow.escrowed();
        EventId destroyed = EventId.random();
        Instant at = moments.now(); // of the deed: looking for what is held may have taken its time
        decision.append(
                destroyed, LogEntry.of(command.client(), new KeyDestroyed(key, naturalKey, command.order())), at);
        Event erased = conversation == null
                ? new ConsumerErased(command.consumer(), List.of(key), command.order(), at, escrowed)
                : new ConversationErased(conversation, command.consumer(), List.of(key), command.order(), at, escrowed);
        decision.append(command.client(), erased, at);
        decision.attach(transaction -> {
            escrow.requireNothingNew(transaction);
            destruction.execute(transaction, destroyed, REASON);
            if (conversation == null) {
                keys.forget(
                        transaction,
                        command.client(),
                        command.consumer(),
                        holds.consumers().contains(command.consumer()));
            }
        });
        return new Outcome.Destroyed(erased, decision.appended(), destruction);
    }

    private static @Nullable Receipt receiptOf(List<Sourced> events) {
        Receipt receipt = null;
        for (Sourced sourced : events) {
            if (sourced.event() instanceof ConsumerErased
                    || sourced.event() instanceof ConsumerForgotten
                    || sourced.event() instanceof ConversationErased) {
                receipt = receipt(sourced.event(), Objects.requireNonNull(sourced.position()));
            } else if (receipt != null && sourced.event() instanceof ErasureFinal done) {
                receipt = receipt.irrecoverableSince(done.irrecoverableAt());
            }
        }
        return receipt;
    }

    /// A hold does not forbid the erasure: what it covers is kept for its purpose alone, and all else is gone.
    private HoldEscrow escrow(DestroyKey command, HoldsInForce holds) {
        ConversationId conversation = command.conversation();
        return conversation == null
                ? HoldEscrow.ofConsumer(log, keys, command.client(), holds, command.consumer())
                : HoldEscrow.ofConversation(log, keys, command.client(), holds, conversation);
    }

    private static Receipt receipt(Event erased, LogPosition place) {
        return switch (erased) {
            case ConsumerErased consumer -> Receipt.of(consumer, place);
            case ConsumerForgotten consumer -> Receipt.of(consumer, place);
            case ConversationErased conversation -> Receipt.of(conversation, place);
            default -> throw new IllegalArgumentException("no erasure");
        };
    }
}
