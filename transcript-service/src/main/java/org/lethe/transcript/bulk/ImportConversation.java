package org.lethe.transcript.bulk;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ConversationClosed;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.transcript.conversations.OpenConversationHandler;

/// Record a whole conversation at once, sealed already: all of it or nothing.
record ImportConversation(OpenConversation open, List<SealedEvent<MessageRecorded>> messages, Instant endedAt)
        implements Command<Opened> {

    Opened decide(OpenConversationHandler opening, Decision decision) {
        Set<Bucket> buckets =
                messages.stream().map(message -> message.event().bucket()).collect(Collectors.toSet());
        Opened opened = opening.decide(open, buckets, decision);
        if (opened instanceof Opened.Now) {
            messages.forEach(message -> message.append(open.client(), decision, open.recordedAt()));
            decision.append(
                    open.client(),
                    new ConversationClosed(
                            open.opened().conversation(), open.opened().consumer(), endedAt),
                    open.recordedAt());
        }
        return opened;
    }
}
