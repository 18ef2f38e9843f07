package org.lethe.transcript.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.transcript.conversations.Conversation;

/// A conversation as it is read. It prints nothing of it.
///
/// @param next absolute URL of the following page; absent where pages were not asked for, and on the last
public record Transcript(
        ConversationId conversationId,
        ConsumerId consumerId,
        Channel channel,
        Instant openedAt,
        @Nullable Instant closedAt,
        @Nullable String next,
        List<Line> messages) {

    static Transcript of(Conversation conversation, @Nullable String next, List<Line> messages) {
        return new Transcript(
                conversation.id(),
                conversation.consumer(),
                conversation.channel(),
                conversation.openedAt(),
                conversation.closedAt(),
                next,
                messages);
    }

    /// One message and its own fate.
    ///
    /// @param status `present`; another where it can't be read any more, and then there is no text
    /// @param correctedAt since when another text is shown than was recorded; absent where it is the same
    /// @param redactedAt since when a part of it, or all, can't be read any more
    /// @param disagreement what the consumer says of it
    /// @param earlier what was shown before, oldest first; only where it was asked for
    public record Line(
            String messageId,
            Author from,
            @Nullable String author,
            @Nullable String text,
            Instant sentAt,
            Status status,
            @Nullable Instant correctedAt,
            @Nullable Instant redactedAt,
            @Nullable String disagreement,
            @Nullable List<EarlierText> earlier,
            long position,
            long logIndex) {
        enum Status {
            @JsonProperty("present")
            PRESENT,
            @JsonProperty("expired")
            EXPIRED,
            @JsonProperty("erased")
            ERASED,
            @JsonProperty("redacted")
            REDACTED,
            @JsonProperty("denied")
            DENIED;

            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param until when another took its place
    public record EarlierText(String text, Instant until) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
