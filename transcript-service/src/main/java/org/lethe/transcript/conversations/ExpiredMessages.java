package org.lethe.transcript.conversations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.MessageRecorded;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.StoredEvent;
import org.lethe.transcript.content.DestroyedBuckets;
import org.lethe.transcript.content.ExpiryReceipt;

/// How much of a conversation has expired: counted over its messages in the log, without opening any. It costs as much
/// as the conversation is long, so it is asked only of those that may have spoken on a day that is gone.
final class ExpiredMessages {
    private static final String MESSAGE = EventTypes.of(MessageRecorded.class).name();

    private final EventLog log;

    ExpiredMessages(EventLog log) {
        this.log = log;
    }

    /// @param messages how many of them
    /// @param whole whether no message is left
    /// @param receipt of the day that went last
    record Expired(int messages, boolean whole, ExpiryReceipt receipt) {}

    /// @return empty where nothing of it has expired
    Optional<Expired> of(ClientId client, ConversationId conversation) {
        List<StoredEvent> messages =
                log.read(new Tag(EventTag.CONVERSATION, conversation.toString()), List.of(MESSAGE));
        Map<Bucket, Optional<ExpiryReceipt>> days = new HashMap<>();
        ExpiryReceipt last = null;
        int expired = 0;
        for (StoredEvent message : messages) {
            Optional<ExpiryReceipt> gone = days.computeIfAbsent(bucket(message), day -> receipt(client, day));
            if (gone.isPresent()) {
                expired++;
                last = last == null || gone.get().expiredAt().isAfter(last.expiredAt()) ? gone.get() : last;
            }
        }
        return last == null ? Optional.empty() : Optional.of(new Expired(expired, expired == messages.size(), last));
    }

    private static Bucket bucket(StoredEvent event) {
        return ((MessageRecorded) event.event()).bucket();
    }

    private Optional<ExpiryReceipt> receipt(ClientId client, Bucket day) {
        for (Sourced sourced : log.lookUp(DestroyedBuckets.destroyed(client, day))) {
            if (sourced.event() instanceof BucketKeyDestroyed destroyed) {
                return Optional.of(ExpiryReceipt.of(destroyed));
            }
        }
        return Optional.empty();
    }
}
