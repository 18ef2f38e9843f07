package org.lethe.transcript.bulk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.transcript.consumers.Contact;

/// A whole conversation, as a line of NDJSON says it. It prints nothing of it.
///
/// @param conversation the client's own id of it; the same one is imported once
/// @param brand for the sender's own sorting; the path says whose it is
/// @param agent who speaks where a message from an agent names no author
record ImportLine(
        String conversation,
        @Nullable String brand,
        Channel channel,
        Contact consumer,
        @Nullable String agent,
        List<Message> messages) {

    record Message(
            Author from,
            Instant at,
            String text,
            @Nullable String author,
            @Nullable String messageId) {
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
