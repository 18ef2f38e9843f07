package org.lethe.keyring;

import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;

/// What one content key covers: what a consumer and a client said in one conversation, in one bucket.
public record ContentScope(ClientId client, ConsumerId consumer, ConversationId conversation, Bucket bucket) {

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
