package org.lethe.transcript.conversations;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConversationClosed;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.ErasureFinal;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.KeyKind;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.transcript.content.Receipt;

/// Looks conversations up in the log, from memory where it knows them: always as new as the last append.
public final class Conversations {
    private static final Criteria.Types LIFECYCLE =
            Criteria.types(ConversationOpened.class, ConversationClosed.class, ConversationErased.class);
    private static final Criteria.Types FINAL = Criteria.types(ErasureFinal.class);
    private static final Criteria.Types CONSUMER_ERASED = Criteria.types(ConsumerErased.class);

    private final EventLog log;

    public Conversations(EventLog log) {
        this.log = log;
    }

    /// @throws ConversationNotFoundException if there is none, or it is another client's
    public Conversation get(ClientId client, ConversationId id) {
        ConversationOpened opened = null;
        Instant closedAt = null;
        Receipt erased = null;
        for (Sourced sourced : log.lookUp(lifecycle(id))) {
            if (!sourced.entry().client().equals(client)) {
                throw new ConversationNotFoundException();
            }
            switch (sourced.event()) {
                case ConversationOpened event -> opened = event;
                case ConversationClosed event -> closedAt = event.closedAt();
                case ConversationErased event -> erased = Receipt.of(event, Objects.requireNonNull(sourced.position()));
                default -> {}
            }
        }
        if (opened == null) {
            throw new ConversationNotFoundException();
        }
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CONSUMER, opened.consumer(), CONSUMER_ERASED))) {
            if (erased == null && sourced.event() instanceof ConsumerErased event) {
                erased = Receipt.of(event, Objects.requireNonNull(sourced.position()));
            }
        }
        if (erased != null) {
            erased = withFinality(erased, id, opened);
        }
        return new Conversation(client, opened, closedAt, erased);
    }

    /// The conversation that was opened under a client's own id of it.
    public Optional<ConversationOpened> openedUnder(UUID external) {
        return log.lookUp(Criteria.of(EventTag.EXTERNAL, external)).stream()
                .map(Sourced::event)
                .filter(ConversationOpened.class::isInstance)
                .map(ConversationOpened.class::cast)
                .findFirst();
    }

    private Receipt withFinality(Receipt erased, ConversationId id, ConversationOpened opened) {
        boolean whole = erased.keys().getFirst().kind() == KeyKind.CONSUMER;
        EventCriteria criteria = whole
                ? Criteria.of(EventTag.CONSUMER, opened.consumer(), FINAL)
                : Criteria.of(EventTag.CONVERSATION, id, FINAL);
        for (Sourced sourced : log.lookUp(criteria)) {
            if (sourced.event() instanceof ErasureFinal done) {
                return erased.irrecoverableSince(done.irrecoverableAt());
            }
        }
        return erased;
    }

    /// What decides over a conversation: that it began, ended, was erased.
    public static EventCriteria lifecycle(ConversationId id) {
        return Criteria.of(EventTag.CONVERSATION, id, LIFECYCLE);
    }
}
