package org.lethe.transcript.capture;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.MessageId;
import org.lethe.keyring.Keyring;

/// Gives messages their ids: by keyed hash of the client's own id, so the same one is recorded once, else
/// random. Either begins like its conversation's id, so that a conversation's messages lie together in the
/// index of message ids.
public final class MessageIds {
    private static final long CONVERSATION_BITS = 0xFFFFFFFFFFFF0000L; // the time part of a UUIDv7
    private static final long VERSION_8 = 0x8000L; // RFC 9562, section 5.8
    private static final String PLACE = "place"; // other than the kind of ids that clients give
    private static final long RANDOM_BITS = 0xFFF;

    private final Keyring keyring;

    public MessageIds(Keyring keyring) {
        this.keyring = keyring;
    }

    /// @param given the client's own id of the message, unique within the conversation
    public MessageId of(ClientId client, ConversationId conversation, @Nullable String given) {
        return given == null
                ? beside(conversation, UUID.randomUUID())
                : new MessageId(keyring.blindId(client, EventTag.MESSAGE, conversation.value(), given));
    }

    /// For a message without an id of its own that is to be recorded once: by its place among those that the same side
    /// said at the same time. What was said is no part of it; that must not outlive the text.
    public MessageId at(ClientId client, ConversationId conversation, Author from, Instant sentAt, int ordinal) {
        String place = from + "|" + sentAt + "|" + ordinal;
        return new MessageId(keyring.blindId(client, PLACE, conversation.value(), place));
    }

    /// @param once the same where the same message is sent again
    MessageId of(ConversationId conversation, UUID once) {
        return beside(conversation, once);
    }

    private static MessageId beside(ConversationId conversation, UUID random) {
        long high = (conversation.value().getMostSignificantBits() & CONVERSATION_BITS)
                | VERSION_8
                | (random.getMostSignificantBits() & RANDOM_BITS);
        return new MessageId(new UUID(high, random.getLeastSignificantBits()));
    }
}
