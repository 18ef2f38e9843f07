package org.lethe.transcript.bulk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.transcript.capture.MessagesEndpoint;
import org.lethe.transcript.consumers.Contact;
import org.lethe.web.Chars;
import org.lethe.web.Items;

/// A whole conversation, as a line of NDJSON says it. It prints nothing of it.
///
/// @param conversation the client's own id of it; the same one is imported once
/// @param brand for the sender's own sorting; the path says whose it is
/// @param agent who speaks where a message from an agent names no author
record ImportLine(
        @Chars(max = MAX_EXTERNAL_ID_CHARACTERS, mayBeBlank = true)
        String conversation,

        @Nullable String brand,
        Channel channel,
        Contact consumer,
        @Nullable String agent,
        @Items(max = MAX_MESSAGES, of = "messages") List<Message> messages) {
    static final int MAX_EXTERNAL_ID_CHARACTERS = 256;
    static final int MAX_MESSAGES = 10_000;

    /// @param text held against its limits by itself: one that has none, or too much, is told and the others are taken
    record Message(
            Author from,
            Instant at,
            @Nullable String text,

            @Nullable @Chars(max = MessagesEndpoint.MAX_AUTHOR_CHARACTERS, mayBeBlank = true)
            String author,

            @Nullable @Chars(max = MessagesEndpoint.MAX_MESSAGE_ID_CHARACTERS, mayBeBlank = true)
            String messageId) {

        /// What is empty is not told: exports have every column.
        Message {
            author = emptyIsAbsent(author);
            messageId = emptyIsAbsent(messageId);
        }

        /// @throws IllegalStateException if it has none
        String said() {
            if (text == null) {
                throw new IllegalStateException("a message without text was to be taken");
            }
            return text;
        }

        boolean hasText() {
            return text != null
                    && !text.isEmpty()
                    && (text.length() <= MessagesEndpoint.MAX_TEXT_BYTES / 3
                            || text.getBytes(StandardCharsets.UTF_8).length <= MessagesEndpoint.MAX_TEXT_BYTES);
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    ImportLine {
        agent = emptyIsAbsent(agent);
    }

    private static @Nullable String emptyIsAbsent(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
