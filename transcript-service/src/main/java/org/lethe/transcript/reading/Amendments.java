package org.lethe.transcript.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRedacted;
import org.lethe.eventlog.LogReader;
import org.lethe.eventlog.StoredEvent;

/// What became of the messages of one conversation: few, whatever its length.
///
/// @param byMessage in the order of the log
/// @param redactions how many of them take something away
record Amendments(Map<MessageId, List<StoredEvent>> byMessage, int redactions) {
    static final Amendments NONE = new Amendments(Map.of(), 0);
    private static final List<String> TYPES = EventTypes.names(MessageAmended.class);

    static Amendments read(LogReader log, ConversationId conversation) {
        return of(log.read(new Tag(EventTag.CONVERSATION, conversation.toString()), TYPES));
    }

    /// @param events of one conversation in the order of the log; others are passed over
    static Amendments of(List<StoredEvent> events) {
        Map<MessageId, List<StoredEvent>> byMessage = new HashMap<>();
        int redactions = 0;
        for (StoredEvent stored : events) {
            if (isAmendment(stored)) {
                MessageAmended amended = (MessageAmended) stored.event();
                byMessage
                        .computeIfAbsent(amended.message(), _ -> new ArrayList<>(1))
                        .add(stored);
                redactions += amended instanceof MessageRedacted ? 1 : 0;
            }
        }
        return byMessage.isEmpty() ? NONE : new Amendments(byMessage, redactions);
    }

    static boolean isAmendment(StoredEvent stored) {
        return TYPES.contains(stored.type());
    }

    List<StoredEvent> of(MessageId message) {
        return byMessage.getOrDefault(message, List.of());
    }
}
