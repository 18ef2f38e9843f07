package org.lethe.transcript.amendments;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.MessageId;
import org.lethe.service.Foundation;
import org.lethe.service.signing.SignedDocument;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.subjects.MessageAmendments;
import org.lethe.service.subjects.MessageAmendments.Amended;
import org.lethe.service.subjects.MessageAmendments.Span;
import org.lethe.service.subjects.MessageAmendments.Target;
import org.lethe.transcript.capture.MessagesEndpoint;
import org.lethe.transcript.content.ConversationProblems;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Chars;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;
import org.lethe.web.Utf8Bytes;

/// Lets a privacy officer correct a message, put a consumer's disagreement beside it, or redact it.
final class AmendmentsEndpoint {
    private static final String MESSAGE = "/v1/clients/{client}/conversations/{conversation}/messages/{message}";
    static final int MAX_REASON_CHARACTERS = 500;
    private static final int MAX_SPANS = 1_000;

    private final MessageAmendments amendments;
    private final SigningKey signingKey;

    AmendmentsEndpoint(Foundation foundation, MessageAmendments amendments) {
        this.amendments = amendments;
        this.signingKey = foundation.part(SigningKey.class);
    }

    record Correction(
            @Utf8Bytes(max = MessagesEndpoint.MAX_TEXT_BYTES)
            String text) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param text what the consumer says of the message
    record Disagreement(
            @Utf8Bytes(max = MessagesEndpoint.MAX_TEXT_BYTES)
            String text) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param spans of the text as it is shown; absent for all of it
    record Redaction(
            @Chars(max = MAX_REASON_CHARACTERS) String reason,
            @Nullable List<TextSpan> spans) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param from the first code point, counted from 0
    /// @param to behind the last
    record TextSpan(int from, int to) {}

    record Amendment(Instant amendedAt, long position, long logIndex) {}

    /// @param messageId the log's own id of it
    /// @param scrubbedLogIndexes of the events whose envelopes are gone; their digests stay
    /// @param heldFor legal holds that keep the envelopes for their purpose alone; absent where none does
    record RedactionReceipt(
            ClientId clientId,
            ConversationId conversationId,
            ConsumerId consumerId,
            MessageId messageId,
            Instant redactedAt,
            List<Long> scrubbedLogIndexes,
            @Nullable List<HoldId> heldFor,
            long position,
            long logIndex) {}

    /// @param receipt what was done; the signature is over its bytes
    record Redacted(RedactionReceipt receipt, SignedDocument.Signature signature) {}

    Routes routes() {
        Terms officers = Terms.roles(Role.PRIVACY_OFFICER)
                .refuses(ConversationProblems.CONTENT_ERASED, ConversationProblems.CONTENT_EXPIRED);
        return new Routes()
                .post(
                        MESSAGE + "/corrections",
                        officers.takes(Correction.class).creates(Amendment.class),
                        request -> created(amendments.correct(
                                target(request), request.body(Correction.class).text())))
                .post(
                        MESSAGE + "/disagreements",
                        officers.takes(Disagreement.class).creates(Amendment.class),
                        request -> created(amendments.disagree(
                                target(request),
                                request.body(Disagreement.class).text())))
                .delete(MESSAGE, officers.takes(Redaction.class).answers(Redacted.class), this::redact);
    }

    private Answer redact(ApiRequest request) {
        Redaction redaction = request.body(Redaction.class);
        List<TextSpan> spans = redaction.spans() == null ? List.of() : redaction.spans();
        if (redaction.spans() != null && (spans.isEmpty() || spans.size() > MAX_SPANS)) {
            throw new InvalidBodyException(
                    "/spans", "1 to " + MAX_SPANS + " spans; leave it out to redact the whole message");
        }
        Target target = target(request);
        Amended done = amendments.redact(
                target,
                redaction.reason(),
                spans.stream().map(span -> new Span(span.from(), span.to())).toList());
        RedactionReceipt receipt = new RedactionReceipt(
                target.client(),
                target.conversation(),
                done.consumer(),
                done.message(),
                done.at(),
                done.scrubbed(),
                done.holds().isEmpty() ? null : done.holds(),
                done.position(),
                done.logIndex());
        return Answer.bytes(
                "application/json",
                SignedDocument.of("receipt", receipt, signingKey).json());
    }

    private static Answer created(Amended done) {
        return Answer.created(new Amendment(done.at(), done.position(), done.logIndex()));
    }

    private static Target target(ApiRequest request) {
        return new Target(
                request.client(),
                request.path("conversation", ConversationId::parse),
                request.path("message", String::valueOf),
                null,
                request.caller().key().toString());
    }
}
