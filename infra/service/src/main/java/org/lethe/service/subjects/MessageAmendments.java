package org.lethe.service.subjects;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.RequestId;

/// Changes what is shown of one message, for a service that holds no key. Asked again for the same request it answers
/// with what it did the first time.
public interface MessageAmendments {

    /// Which message, by whom and for what.
    ///
    /// @param messageId the client's own id of it, or ours where it has none
    /// @param request the consumer's that asks for it; null where none does
    /// @param by an API key's id
    record Target(
            ClientId client,
            ConversationId conversation,
            String messageId,
            @Nullable RequestId request,
            String by) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// A piece of a text, in code points.
    ///
    /// @param from the first, counted from 0
    /// @param to behind the last
    record Span(int from, int to) {}

    /// What was done.
    ///
    /// @param message the log's id of it
    /// @param holds that keep what was redacted, for their purpose alone
    /// @param scrubbed indexes in the client's log of the envelopes that are gone
    record Amended(
            MessageId message,
            ConsumerId consumer,
            Instant at,
            List<HoldId> holds,
            List<Long> scrubbed,
            long position,
            long logIndex) {}

    /// Whose message it is.
    ///
    /// @throws org.lethe.web.NotFoundException if the client has no such message
    /// @throws org.lethe.web.ProblemException if it is erased or has expired
    ConsumerId consumerOf(Target target);

    /// Another text is shown in its place.
    ///
    /// @throws org.lethe.web.NotFoundException if the client has no such message
    /// @throws org.lethe.web.ProblemException if it is erased or has expired
    Amended correct(Target target, String text);

    /// What the consumer says of it is shown beside it.
    ///
    /// @throws org.lethe.web.NotFoundException if the client has no such message
    /// @throws org.lethe.web.ProblemException if it is erased or has expired
    Amended disagree(Target target, String statement);

    /// All of it, or some pieces, can't be read any more.
    ///
    /// @param spans empty for all of it
    /// @throws org.lethe.web.NotFoundException if the client has no such message
    /// @throws org.lethe.web.InvalidBodyException if a span is not within the text; its pointer is `/spans/n`
    /// @throws org.lethe.web.ProblemException if it is erased or has expired
    Amended redact(Target target, @Nullable String reason, List<Span> spans);
}
