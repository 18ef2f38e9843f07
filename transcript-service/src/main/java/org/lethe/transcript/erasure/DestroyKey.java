package org.lethe.transcript.erasure;

import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.eventlog.Command;

/// Carry an erasure out: destroy the one key that everything of this consumer, or of this conversation, needs.
record DestroyKey(
        ClientId client, ConsumerId consumer, @Nullable ConversationId conversation, EventId order)
        implements Command<DestroyKeyHandler.Outcome> {}
