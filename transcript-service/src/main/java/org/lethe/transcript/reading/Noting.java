package org.lethe.transcript.reading;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.HoldId;
import org.lethe.eventlog.Commands;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.web.Moments;
import org.lethe.web.UnavailableException;

/// Has a reading stand in the log before the first word of it is given out.
final class Noting {
    private static final int ATTEMPTS = 20; // each needs a bucket to go between the opening and the noting

    private final Commands commands;
    private final Moments moments;

    Noting(Commands commands, Moments moments) {
        this.commands = commands;
        this.moments = moments;
    }

    /// What the log says of it.
    record Note(String purpose, String format, String by) {}

    /// What is destroyed between the opening and the noting is opened, and fails, once more.
    ///
    /// @param hold that is read for
    /// @param reader the API key that has to be allowed to; null where the platform reads
    /// @param opening begins the reading
    Reading noted(
            ClientId client,
            Conversation conversation,
            @Nullable HoldId hold,
            @Nullable ApiKeyId reader,
            Note note,
            Supplier<Reading> opening) {
        for (int attempt = 1; ; attempt++) {
            Reading reading = opening.get();
            try {
                commands.sendAndWait(new ReadTranscript(
                        client,
                        conversation.id(),
                        conversation.consumer(),
                        hold,
                        reader,
                        note.purpose(),
                        note.format(),
                        reading.messages(),
                        reading.redactions(),
                        hold == null ? reading.shown() : Set.of(),
                        note.by(),
                        moments.now()));
                return reading;
            } catch (GoneMeanwhileException e) {
                if (attempt == ATTEMPTS) {
                    throw new UnavailableException("content kept being destroyed while it was read", e);
                }
            }
        }
    }
}
