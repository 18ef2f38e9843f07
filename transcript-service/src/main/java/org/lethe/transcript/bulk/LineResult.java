package org.lethe.transcript.bulk;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConversationId;
import org.lethe.web.FieldError;

/// What became of one line.
///
/// @param line from 1
/// @param conversation as the line named it; absent where it could not be read
/// @param messages recorded now: of a conversation that is there already, those that it did not have
/// @param replayed true where all of it was there already
/// @param error of a failed line, of which nothing was recorded, or of one of which some messages were not
record LineResult(
        long line,
        @Nullable String conversation,
        @Nullable ConversationId conversationId,
        int messages,
        Status status,
        @Nullable Boolean replayed,
        @Nullable Problem error) {

    enum Status {
        @JsonProperty("ok")
        OK,
        @JsonProperty("partial")
        PARTIAL,
        @JsonProperty("failed")
        FAILED
    }

    /// The problem document of a line, in short.
    record Problem(String type, int status, String detail, List<FieldError> errors) {}

    /// @param failed of which not all was taken
    record Summary(long lines, long ok, long failed) {}

    record LastLine(Summary summary) {}

    static LineResult ok(long line, String conversation, ConversationId id, int messages, boolean replayed) {
        return new LineResult(line, conversation, id, messages, Status.OK, replayed ? true : null, null);
    }

    /// The same, but for some messages.
    LineResult without(Problem error) {
        return new LineResult(line, conversation, conversationId, messages, Status.PARTIAL, replayed, error);
    }

    static LineResult failed(long line, @Nullable String conversation, Problem error) {
        return new LineResult(line, conversation, null, 0, Status.FAILED, null, error);
    }

    boolean isOk() {
        return status == Status.OK;
    }

    @Override
    public String toString() {
        return "LineResult[" + line + " " + status + "]";
    }
}
