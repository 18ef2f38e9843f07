package org.lethe.transcript.erasure;

import java.util.List;
import java.util.Objects;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Appended;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogPosition;
import org.lethe.keyring.ConsumerIndex;
import org.lethe.keyring.KeyDestruction;
import org.lethe.keyring.Keyring;
import org.lethe.transcript.conversations.Receipt;

/// Destroys a key and says so in one commit: the key's bytes go to null in the transaction that holds the events.
final class DestroyKeyHandler {
    private static final String REASON = "erasure";

    private final Keyring keyring;
    private final ConsumerIndex consumers;

    DestroyKeyHandler(Keyring keyring) {
        this.keyring = keyring;
        this.consumers = keyring.consumers();
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
        for (Sourced sourced : decision.source(OrderErasure.criteria(command.consumer(), conversation))) {
            if (sourced.event() instanceof ConsumerErased || sourced.event() instanceof ConversationErased) {
                return new Outcome.DestroyedBefore(
                        receipt(sourced.event(), Objects.requireNonNull(sourced.position())));
            }
        }
        KeyKind kind = conversation == null ? KeyKind.CONSUMER : KeyKind.CONVERSATION;
        String naturalKey = (conversation == null ? command.consumer() : conversation).toString();
        KeyDestruction destruction = keyring.destruction(command.client(), kind, naturalKey);
        DestroyedKey key = destruction.key();
        EventId destroyed = EventId.random();
        decision.append(
                destroyed,
                LogEntry.of(command.client(), new KeyDestroyed(key, naturalKey, command.order())),
                command.at());
        Event erased = conversation == null
                ? new ConsumerErased(command.consumer(), List.of(key), command.order(), command.at(), null)
                : new ConversationErased(
                        conversation, command.consumer(), List.of(key), command.order(), command.at(), null);
        decision.append(command.client(), erased, command.at());
        decision.attach(transaction -> {
            destruction.execute(transaction, destroyed, REASON);
            if (conversation == null) {
                consumers.forget(transaction, command.client(), command.consumer());
            }
        });
        return new Outcome.Destroyed(erased, decision.appended(), destruction);
    }

    private static Receipt receipt(Event erased, LogPosition place) {
        return switch (erased) {
            case ConsumerErased consumer -> Receipt.of(consumer, place);
            case ConversationErased conversation -> Receipt.of(conversation, place);
            default -> throw new IllegalArgumentException("no erasure");
        };
    }
}
