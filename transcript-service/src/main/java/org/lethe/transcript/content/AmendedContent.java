package org.lethe.transcript.content;

import org.jspecify.annotations.Nullable;
import org.lethe.keyring.Opening;

/// What the envelope of a message or of something that became of it holds.
///
/// @param text null where all of it was redacted
/// @param author who spoke, as the client named them
/// @param messageId the client's own id of the message
/// @param reason why it was amended, in somebody's own words
public record AmendedContent(
        @Nullable String text,
        @Nullable String author,
        @Nullable String messageId,
        @Nullable String reason) {

    public static AmendedContent read(Opening.Opened opened) {
        return OpenedContent.read(opened, AmendedContent.class);
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
