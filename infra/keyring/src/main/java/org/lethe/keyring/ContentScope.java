package org.lethe.keyring;

import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;

/// What one content key covers: what a consumer and a client said in one conversation, in one bucket.
public record ContentScope(ClientId client, ConsumerId consumer, ConversationId conversation, Bucket bucket) {

    /// What covers the content of this event, for who seals it.
    ///
    /// @param consumer whose it is; not every event says so
    /// @throws IllegalArgumentException if the event says that it is somebody else's
    public static ContentScope of(ClientId client, ConsumerId consumer, ContentEvent event) {
        ConsumerId said = event.consumer();
        if (said != null && !said.equals(consumer)) {
            throw new IllegalArgumentException("content of one consumer under the key of another");
        }
        return new ContentScope(client, consumer, event.conversation(), event.bucket());
    }

    /// What covers content that stands in the log, whoever was heard in whose conversation.
    ///
    /// @param opener whose it is where the event does not say so
    public static ContentScope found(ClientId client, ConsumerId opener, ContentEvent event) {
        ConsumerId said = event.consumer();
        return new ContentScope(client, said == null ? opener : said, event.conversation(), event.bucket());
    }

    KeyName consumerKey() {
        return KeyName.of(client, consumer);
    }

    KeyName bucketKey() {
        return KeyName.of(client, bucket);
    }

    KeyName conversationKey() {
        return KeyName.of(client, conversation);
    }
}
