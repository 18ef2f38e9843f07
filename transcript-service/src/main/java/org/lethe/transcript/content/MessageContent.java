package org.lethe.transcript.content;

import org.jspecify.annotations.Nullable;

/// What a message's envelope holds.
///
/// @param author who spoke, as the client named them
/// @param messageId the client's own id of the message
public record MessageContent(
        String text, @Nullable String author, @Nullable String messageId) {

    public static MessageContent read(byte[] json) {
        return Content.JSON.readValue(json, MessageContent.class);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
