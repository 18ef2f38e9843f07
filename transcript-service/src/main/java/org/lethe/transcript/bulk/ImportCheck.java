package org.lethe.transcript.bulk;

import java.util.List;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.web.FieldError;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.ProblemException;
import org.lethe.web.StrictJson;

/// Whether a line can be a conversation, for who wants to know before a client is made for it. What only the server's
/// clock and log can tell is left to it.
public final class ImportCheck {
    private ImportCheck() {}

    /// @return what is wrong with it; empty if nothing is
    public static List<FieldError> faults(byte[] line) {
        try {
            ImportLine read = StrictJson.read(line, ImportLine.class);
            OpenConversation.refuseReserved(read.channel(), "/channel");
            read.consumer().identifiers("/consumer");
            return read.messages().stream().anyMatch(ImportLine.Message::hasText)
                    ? List.of()
                    : List.of(new FieldError("/messages", "at least one message with a text"));
        } catch (InvalidBodyException e) {
            return e.errors();
        } catch (ProblemException e) {
            return List.of(new FieldError("", String.valueOf(e.getMessage())));
        }
    }
}
