package org.lethe.transcript.erasure;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.eventlog.AppendFailedException;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.View;
import org.lethe.keyring.KeyChangedException;
import org.lethe.transcript.Moments;
import org.lethe.transcript.conversations.Receipt;

/// Carries erasures out: at once where they are ordered here, and by following the log where somebody else ordered
/// them, or where this process died between the order and the deed.
public final class Erasures implements View {
    private static final int DESTROY_ATTEMPTS = 10;

    private final Commands commands;
    private final Moments moments;

    public Erasures(Commands commands, Moments moments) {
        this.commands = commands;
        this.moments = moments;
    }

    Receipt carryOut(ClientId client, ConsumerId consumer, @Nullable ConversationId conversation, EventId order) {
        DestroyKeyHandler.Outcome outcome =
                destroy(new DestroyKey(client, consumer, conversation, order, moments.now()), 1);
        if (outcome instanceof DestroyKeyHandler.Outcome.Destroyed destroyed) {
            destroyed.destruction().committed();
        }
        return outcome.receipt();
    }

    /// A key that is minted or wrapped anew between the look at it and the deed is looked at again.
    private DestroyKeyHandler.Outcome destroy(DestroyKey command, int attempt) {
        try {
            return commands.sendAndWait(command, DestroyKeyHandler.Outcome.class);
        } catch (AppendFailedException e) {
            if (attempt == DESTROY_ATTEMPTS || !isForChangedKey(e)) {
                throw e;
            }
            return destroy(command, attempt + 1);
        }
    }

    private static boolean isForChangedKey(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof KeyChangedException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String name() {
        return "erasures";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(ErasureOrdered.class);
    }

    /// Carrying out what was carried out before changes nothing.
    @Override
    public void apply(List<Sourced> events, Connection transaction) {
        for (Sourced sourced : events) {
            if (sourced.event() instanceof ErasureOrdered ordered) {
                carryOut(sourced.entry().client(), ordered.consumer(), ordered.conversation(), sourced.id());
            }
        }
    }

    @Override
    public void clear(Connection transaction) {
        // It keeps nothing: what it did is in the log.
    }
}
