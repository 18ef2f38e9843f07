package org.lethe.transcript.content;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.web.FieldError;

/// In what a message that is told again differs from the one that was recorded first under its id.
public final class MessageDifferences {
    private final List<FieldError> found = new ArrayList<>(4);

    /// @param pointer to the message in the request; empty where it is all of it
    public void author(String pointer, Author first, Author again) {
        note(first, again, pointer + "/from", "who spoke in the message that has this id");
    }

    /// @param pointer to the field of the time
    public void time(String pointer, Instant first, Instant again) {
        note(first, again, pointer, "the time of the message that has this id");
    }

    /// @param pointer to the message in the request; empty where it is all of it
    public void words(String pointer, MessageContent first, MessageContent again) {
        note(first.text(), again.text(), pointer + "/text", "the text of the message that has this id");
        note(first.author(), again.author(), pointer + "/author", "the author of the message that has this id");
    }

    private void note(@Nullable Object first, @Nullable Object again, String pointer, String detail) {
        if (!Objects.equals(first, again)) {
            found.add(new FieldError(pointer, detail));
        }
    }

    /// @throws MessageIdReusedException if there are any
    public void refuseIfAny() {
        if (!found.isEmpty()) {
            throw new MessageIdReusedException(found);
        }
    }
}
