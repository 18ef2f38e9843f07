package org.lethe.access.requests;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestPartFailed;
import org.lethe.contracts.RequestType;
import org.lethe.service.subjects.DataSubjects.Identifiers;
import org.lethe.web.Chars;
import org.lethe.web.InvalidBodyException;

/// What goes in and out of the routes of requests. Bodies print nothing of a consumer.
final class RequestBodies {
    static final int ADDRESS = 320; // RFC 5321: 64, @, 255
    static final int WORDS = 10_000;
    static final int SECRET = 200;
    static final int PEM = 20_000;
    private static final Set<String> CHANNELS = Set.of("email", "sms");
    private static final Set<String> USES = Set.of("sale", "partners", "aggregates", "profiling");
    private static final String PURPOSE = "[A-Za-z][A-Za-z0-9 :_.-]{0,99}";
    private static final String BETWEEN = "\n";

    private RequestBodies() {}

    /// How a request came.
    enum Via {
        @JsonProperty("api")
        API,
        @JsonProperty("page")
        PAGE,
        @JsonProperty("mail")
        MAIL,
        @JsonProperty("phone")
        PHONE,
        @JsonProperty("letter")
        LETTER,
        @JsonProperty("agent")
        AGENT
    }

    /// What the requester gave of themselves; one of them at least.
    record Subject(
            @Nullable @Chars(max = ADDRESS) String email,
            @Nullable @Chars(max = ADDRESS) String phone,
            @Nullable @Chars(max = ADDRESS) String externalId,
            @Nullable ConsumerId consumerId) {
        Identifiers identifiers() {
            return new Identifiers(email, phone, externalId);
        }

        void requireOne() {
            if (email == null && phone == null && externalId == null && consumerId == null) {
                throw new InvalidBodyException(
                        "/consumer", "one at least of email, phone, external_id and consumer_id");
            }
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// How a package is locked: one of the two.
    ///
    /// @param passphrase chosen by the consumer, for a ZIP with AES-256
    /// @param certificate PEM, for CMS AuthEnvelopedData
    record DeliveryWanted(
            @Nullable @Chars(max = SECRET) String passphrase,
            @Nullable @Chars(max = PEM) String certificate) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// What exactly is asked for.
    ///
    /// @param text of a correction, an objection or a complaint
    /// @param allowedPurposes that a restriction leaves
    /// @param channels of contact that are opted out of: `email`, `sms`
    /// @param uses that are opted out of: `sale`, `partners`, `aggregates`, `profiling`
    record Details(
            @Nullable @Chars(max = ADDRESS) String conversationId,
            @Nullable @Chars(max = ADDRESS) String messageId,
            @Nullable @Chars(max = WORDS) String text,
            @Nullable List<TextSpan> spans,
            @Nullable List<String> allowedPurposes,
            @Nullable List<String> channels,
            @Nullable List<String> uses) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record NewRequest(
            RequestType type,
            Subject consumer,
            @Nullable @Chars(max = 50) String rule,
            Via via,
            @Nullable Instant receivedAt,
            @Nullable @Chars(max = 100) String zone,
            @Nullable DeliveryWanted delivery,
            @Nullable Details details) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }

        /// All that is not a fact, to be sealed.
        Map<String, String> words() {
            Map<String, String> words = new LinkedHashMap<>();
            words.put(RequestWords.LOCK, delivery == null ? "none" : "chosen");
            put(words, "email", consumer.email());
            put(words, "phone", consumer.phone());
            put(words, "external_id", consumer.externalId());
            if (delivery != null) {
                put(words, "passphrase", delivery.passphrase());
                put(words, "certificate", delivery.certificate());
            }
            if (details != null) {
                put(words, "conversation_id", details.conversationId());
                put(words, "message_id", details.messageId());
                put(words, "text", details.text());
                put(words, "spans", spans(details.spans()));
                put(words, "allowed_purposes", joined(details.allowedPurposes()));
                put(words, "channels", joined(details.channels()));
                put(words, "uses", joined(details.uses()));
            }
            return words;
        }

        /// Where it is about one message alone.
        @Nullable
        ConversationId conversation() {
            return isOfOneMessage() && details != null && details.conversationId() != null
                    ? ConversationId.parse(details.conversationId())
                    : null;
        }

        private boolean isOfOneMessage() {
            return details != null
                    && details.messageId() != null
                    && (type == RequestType.CORRECTION || type == RequestType.DELETION);
        }

        private static @Nullable String spans(@Nullable List<TextSpan> spans) {
            return spans == null
                    ? null
                    : spans.stream().map(span -> span.from() + "-" + span.to()).collect(Collectors.joining(","));
        }

        private void checkMessage(Details given) {
            if ((given.conversationId() == null) != (given.messageId() == null)) {
                throw new InvalidBodyException(
                        "/details", "conversation_id and message_id together, where it is about one message");
            }
            if (given.conversationId() != null) {
                try {
                    ConversationId.parse(given.conversationId());
                } catch (IllegalArgumentException e) {
                    throw new InvalidBodyException("/details/conversation_id", "the id of a conversation");
                }
            }
            List<TextSpan> spans = given.spans();
            if (spans != null) {
                if (type != RequestType.DELETION || given.messageId() == null || spans.isEmpty()) {
                    throw new InvalidBodyException(
                            "/details/spans",
                            "pieces of one message that is to be redacted; leave it out for all of it");
                }
                for (int i = 0; i < spans.size(); i++) {
                    TextSpan span = spans.get(i);
                    if (span.from() < 0 || span.to() <= span.from()) {
                        throw new InvalidBodyException("/details/spans/" + i, "from less than to, from 0 on");
                    }
                }
            }
        }

        void check() {
            consumer.requireOne();
            if (delivery != null && (delivery.passphrase() == null) == (delivery.certificate() == null)) {
                throw new InvalidBodyException("/delivery", "either a passphrase or a certificate");
            }
            Details given = details == null ? new Details(null, null, null, null, null, null, null) : details;
            requireAll("/details/channels", given.channels(), CHANNELS);
            requireAll("/details/uses", given.uses(), USES);
            for (String purpose : given.allowedPurposes() == null ? List.<String>of() : given.allowedPurposes()) {
                if (!purpose.matches(PURPOSE)) {
                    throw new InvalidBodyException(
                            "/details/allowed_purposes", "purposes such as legal-claims: " + PURPOSE);
                }
            }
            checkMessage(given);
            switch (type) {
                case OPT_OUT -> {
                    if (isEmpty(given.channels()) && isEmpty(given.uses())) {
                        throw new InvalidBodyException("/details", "channels or uses to opt out of");
                    }
                }
                case CORRECTION, OBJECTION, COMPLAINT -> {
                    if (given.text() == null) {
                        throw new InvalidBodyException("/details/text", "what is to be corrected, or is objected to");
                    }
                }
                case ACCESS, PORTABILITY, DELETION, RESTRICTION -> {}
            }
        }

        private static boolean isEmpty(@Nullable List<String> list) {
            return list == null || list.isEmpty();
        }

        private static void requireAll(String pointer, @Nullable List<String> given, Set<String> accepted) {
            if (given != null && !accepted.containsAll(given)) {
                throw new InvalidBodyException(
                        pointer,
                        "any of " + String.join(", ", accepted.stream().sorted().toList()));
            }
        }
    }

    private static void put(Map<String, String> words, String field, @Nullable String text) {
        if (text != null) {
            words.put(field, text);
        }
    }

    private static @Nullable String joined(@Nullable List<String> list) {
        return list == null ? null : String.join(BETWEEN, list);
    }

    /// The list that was joined for sealing.
    static List<String> split(@Nullable String joined) {
        return joined == null || joined.isEmpty() ? List.of() : List.of(joined.split(BETWEEN));
    }

    record Verification(
            Method method, @Nullable @Chars(max = WORDS) String statement) {
        enum Method {
            @JsonProperty("code")
            CODE,
            @JsonProperty("attestation")
            ATTESTATION
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Code(@Chars(max = 20) String code) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Note(@Nullable @Chars(max = WORDS) String note) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Denial(
            @Chars(max = 50) String reason,
            @Nullable @Chars(max = WORDS) String text) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Reason(@Chars(max = WORDS) String reason) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Text(@Chars(max = WORDS) String text) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Escalation(@Chars(max = 50) String to) {}

    record Assignment(@Chars(max = 100) String to) {}

    record CodeOnItsWay(RequestId requestId, RequestState state) {}

    /// What happened.
    record Happened(
            Instant at,
            String event,
            @Nullable String by,
            @Nullable String text) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param from the first code point, counted from 0
    /// @param to behind the last
    record TextSpan(int from, int to) {}

    /// @param as for a correction: whether the message is corrected, the default, or the disagreement put beside it
    record Approval(
            @Nullable @Chars(max = WORDS) String note,
            @Nullable ApprovedAs as) {
        static final Approval PLAIN = new Approval(null, null);

        enum ApprovedAs {
            @JsonProperty("correction")
            CORRECTION,
            @JsonProperty("disagreement")
            DISAGREEMENT
        }

        boolean isDisagreement() {
            return as == ApprovedAs.DISAGREEMENT;
        }

        void check(Request request) {
            if (as != null && (request.type() != RequestType.CORRECTION || !request.isOfOneMessage())) {
                throw new InvalidBodyException("/as", "nothing, where no message is to be corrected");
            }
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// A piece of the work, and how far it is.
    record Part(String name, String state, @Nullable String reason) {}

    record ShownPackage(
            Instant expiresAt,
            @Nullable Long bytes,
            @Nullable String sha256,
            @Nullable Instant collectedAt) {}

    /// @param possible steps that can be taken now
    record ShownRequest(
            RequestId requestId,
            RequestType type,
            RequestState state,
            List<String> possible,
            String rule,
            int ruleVersion,
            String zone,
            Via via,
            Instant receivedAt,
            Instant dueAt,
            Instant operationalDueAt,
            @Nullable Instant acknowledgeBy,
            @Nullable Instant noticeBy,
            @Nullable Instant appealDueAt,
            boolean extended,
            boolean paused,
            @Nullable ConsumerId consumerId,
            @Nullable RequestId duplicateOf,
            @Nullable ConversationId conversationId,
            @Nullable String assignee,
            @Nullable String denialReason,
            @Nullable List<Part> parts,
            @Nullable ShownPackage package_,
            @Nullable List<Happened> history) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    static List<Part> parts(Request request) {
        List<Part> parts = new ArrayList<>();
        if (request.isOfOneMessage()) {
            RequestPartFailed failure = request.failure();
            switch (request.state()) {
                case IN_PROGRESS ->
                    parts.add(new Part(
                            "message",
                            failure == null ? "ordered" : "failed",
                            failure == null ? null : failure.reason()));
                case DEFERRED ->
                    parts.add(new Part(
                            "message", "redacted", "legal holds keep what was there; it goes when they are released"));
                case FULFILLED ->
                    parts.add(
                            new Part("message", request.type() == RequestType.DELETION ? "redacted" : "amended", null));
                default -> {}
            }
            return parts;
        }
        switch (request.type()) {
            case DELETION -> {
                switch (request.state()) {
                    case IN_PROGRESS -> parts.add(new Part("keys", "ordered", null));
                    case DEFERRED ->
                        parts.add(new Part(
                                "keys",
                                "destroyed",
                                "legal holds keep some of it; it completes when they are released"));
                    case FULFILLED -> parts.add(new Part("keys", "destroyed", null));
                    default -> {}
                }
            }
            case ACCESS, PORTABILITY -> {
                if (request.expiresAt() != null) {
                    parts.add(new Part("package", request.collected() == null ? "ready" : "collected", null));
                }
            }
            default -> {}
        }
        return parts;
    }
}
