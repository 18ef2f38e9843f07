package org.lethe.service.subjects;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConversationId;

/// One piece of what is held of a consumer. It prints nothing of it.
///
/// They come in this order: all contact data as it was told, then each conversation, followed by its visit and its
/// messages in order of time. Of what was destroyed the piece is there without its words, with what became of it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Held.Contact.class, name = "contact"),
    @JsonSubTypes.Type(value = Held.Conversation.class, name = "conversation"),
    @JsonSubTypes.Type(value = Held.Visit.class, name = "visit"),
    @JsonSubTypes.Type(value = Held.Message.class, name = "message"),
})
public sealed interface Held {

    /// What became of its words.
    enum Fate {
        @JsonProperty("present")
        PRESENT,
        @JsonProperty("expired")
        EXPIRED,
        @JsonProperty("erased")
        ERASED,
        @JsonProperty("denied")
        DENIED,
        @JsonProperty("redacted")
        REDACTED
    }

    Fate fate();

    /// Contact data as it was told once.
    ///
    /// @param channel of the conversation in which it was told; `direct` where that was none
    record Contact(
            Fate fate,
            Channel channel,
            Instant toldAt,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId,
            @Nullable String name)
            implements Held {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// A conversation begins; what follows belongs to it until the next.
    record Conversation(
            Fate fate,
            ConversationId conversationId,
            Channel channel,
            Instant openedAt,
            @Nullable Instant closedAt) implements Held {}

    /// From where the conversation was held.
    record Visit(
            Fate fate,
            ConversationId conversationId,
            Instant observedAt,
            @Nullable String ipAddress,
            @Nullable String userAgent,
            @Nullable String page,
            @Nullable String referrer,
            @Nullable String location)
            implements Held {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// What was said.
    ///
    /// @param messageId the client's own where it gave one
    /// @param text as it is shown now
    /// @param correctedAt since when; absent where it was never corrected
    /// @param redactedAt since when a piece of it, or all, is gone; absent where nothing is
    /// @param disagreement what the consumer said of it
    record Message(
            Fate fate,
            ConversationId conversationId,
            String messageId,
            Author from,
            @Nullable String author,
            Instant sentAt,
            @Nullable String text,
            @Nullable Instant correctedAt,
            @Nullable Instant redactedAt,
            @Nullable String disagreement)
            implements Held {
        /// As it was said, and nothing became of it.
        public Message(
                Fate fate,
                ConversationId conversationId,
                String messageId,
                Author from,
                @Nullable String author,
                Instant sentAt,
                @Nullable String text) {
            this(fate, conversationId, messageId, from, author, sentAt, text, null, null, null);
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }
}
