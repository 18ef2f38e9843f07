package org.lethe.transcript.erasure;

import java.time.Instant;
import java.util.ArrayList;
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
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
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
import org.lethe.transcript.escrow.Evidence;
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
        record Destroyed(Event erased, Appended appended, List<KeyDestruction> destructions) implements Outcome {
            void committed() {
                destructions.forEach(KeyDestruction::committed);
            }

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
                OrderErasure.criteria(command.consumer(), conversation),
                HoldsInForce.criteria(command.client()),
                Evidence.criteria(command.consumer())));
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
        List<Kept> kept = conversation == null ? kept(command, Evidence.of(sourcedEvents), decision, at) : List.of();
        decision.append(
                destroyed, LogEntry.of(command.client(), new KeyDestroyed(key, naturalKey, command.order())), at);
        Event erased = conversation == null
                ? new ConsumerErased(command.consumer(), List.of(key), command.order(), at, escrowed)
                : new ConversationErased(conversation, command.consumer(), List.of(key), command.order(), at, escrowed);
        decision.append(command.client(), erased, at);
        decision.attach(transaction -> {
            escrow.requireNothingNew(transaction);
            destruction.execute(transaction, destroyed, REASON);
            for (Kept one : kept) {
                one.destruction().execute(transaction, one.event(), REASON);
            }
            if (conversation == null) {
                keys.forget(
                        transaction,
                        command.client(),
                        command.consumer(),
                        holds.consumers().contains(command.consumer()));
            }
        });
        List<KeyDestruction> all = new ArrayList<>(List.of(destruction));
        kept.forEach(one -> all.add(one.destruction()));
        return new Outcome.Destroyed(erased, decision.appended(), all);
    }

    /// The key of what an open request keeps, on its way out.
    private record Kept(KeyDestruction destruction, EventId event) {}

    /// What open requests of the consumer keep goes too: it would open what has expired.
    private List<Kept> kept(DestroyKey command, Evidence evidence, Decision decision, Instant at) {
        List<Kept> kept = new ArrayList<>();
        for (EvidenceProtected one : evidence.of(command.consumer())) {
            String hold = one.hold().toString();
            KeyDestruction destruction = keys.destruction(command.client(), KeyKind.HOLD, hold);
            if (destruction.alreadyDestroyed().isEmpty()) {
                EventId event = EventId.random();
                decision.append(
                        event,
                        LogEntry.of(command.client(), new KeyDestroyed(destruction.key(), hold, command.order())),
                        at);
                kept.add(new Kept(destruction, event));
            }
            decision.append(
                    command.client(), new EvidenceLetGo(one.request(), one.client(), one.consumer(), one.hold()), at);
        }
        return kept;
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
