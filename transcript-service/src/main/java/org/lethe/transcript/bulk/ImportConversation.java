package org.lethe.transcript.bulk;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lethe.contracts.Author;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.ConversationClosed;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.transcript.conversations.OpenConversationHandler;

/// Record a whole conversation at once, sealed already: all of it or nothing.
record ImportConversation(OpenConversation open, List<SealedMessage> messages, Instant endedAt)
        implements Command<Opened> {

    /// @param event to which the envelope is bound
    record SealedMessage(EventId event, MessageId message, Author from, Instant sentAt, Sealed sealed) {}

    Opened decide(OpenConversationHandler opening, Decision decision) {
        Set<Bucket> buckets = messages.stream()
                .map(message -> Bucket.of(Category.MESSAGES, open.channel(), message.sentAt()))
                .collect(Collectors.toSet());
        Opened opened = opening.decide(open, buckets, decision);
        if (opened instanceof Opened.Now) {
            for (SealedMessage message : messages) {
                MessageRecorded recorded = new MessageRecorded(
                        open.conversation(),
                        open.consumer(),
                        message.message(),
                        message.from(),
                        open.channel(),
                        message.sentAt());
                decision.append(
                        message.event(), new LogEntry(open.client(), recorded, message.sealed()), open.recordedAt());
            }
            decision.append(
                    open.client(),
                    new ConversationClosed(open.conversation(), open.consumer(), endedAt),
                    open.recordedAt());
        }
        return opened;
    }
}
