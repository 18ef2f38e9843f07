package org.lethe.transcript.amendments;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DisagreementRecorded;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.MessageCorrected;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.MessageRedacted;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.LogPosition;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Opening;
import org.lethe.service.Foundation;
import org.lethe.service.subjects.MessageAmendments;
import org.lethe.transcript.capture.MessageIds;
import org.lethe.transcript.content.AmendedContent;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.KeyGoneException;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.web.ForbiddenException;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.UnavailableException;

/// Opens what is shown of a message now, seals what is to be shown from now on, and has it decided; again
/// where something else became of the message in between.
final class Amender implements MessageAmendments {
    private static final int ATTEMPTS = 20; // each needs somebody else to amend the same message

    private final EventLog log;
    private final Keyring keyring;
    private final Content content;
    private final Conversations conversations;
    private final MessageIds messageIds;
    private final Commands commands;
    private final Moments moments;

    Amender(Foundation foundation) {
        this.log = foundation.log();
        this.keyring = foundation.part(Keyring.class);
        this.content = new Content(keyring);
        this.conversations = new Conversations(log);
        this.messageIds = new MessageIds(keyring);
        this.commands = foundation.commands();
        this.moments = foundation.moments();
    }

    /// What an event says of the message it is about.
    private interface Amendment {
        MessageAmended of(MessageRecorded message, @Nullable RequestId request, String by);
    }

    @Override
    public ConsumerId consumerOf(Target target) {
        MessageHistory history = history(target);
        shown(target, history);
        return history.message().consumer();
    }

    @Override
    public Amended correct(Target target, String text) {
        return amend(
                target,
                (message, request, by) -> new MessageCorrected(
                        message.conversation(),
                        message.consumer(),
                        message.message(),
                        message.channel(),
                        message.sentAt(),
                        request,
                        by),
                false,
                shown -> new AmendedContent(text, shown.author(), shown.messageId(), null));
    }

    @Override
    public Amended disagree(Target target, String statement) {
        return amend(
                target,
                (message, request, by) -> new DisagreementRecorded(
                        message.conversation(),
                        message.consumer(),
                        message.message(),
                        message.channel(),
                        message.sentAt(),
                        request,
                        by),
                false,
                _ -> new AmendedContent(statement, null, null, null));
    }

    @Override
    public Amended redact(Target target, @Nullable String reason, List<Span> spans) {
        return amend(
                target,
                (message, request, by) -> new MessageRedacted(
                        message.conversation(),
                        message.consumer(),
                        message.message(),
                        message.channel(),
                        message.sentAt(),
                        request,
                        by),
                spans.isEmpty(),
                shown -> {
                    String text = shown.text();
                    String left = spans.isEmpty() ? null : Spans.without(text == null ? "" : text, spans);
                    return new AmendedContent(left, shown.author(), shown.messageId(), reason);
                });
    }

    private Amended amend(
            Target target, Amendment amendment, boolean isWhole, Function<AmendedContent, AmendedContent> next) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            MessageHistory history = history(target);
            if (target.request() != null) {
                Optional<Sourced> before = history.amendedFor(target.request());
                if (before.isPresent()) {
                    return amended(history, AmendMessage.before(history, before.get()));
                }
            }
            Optional<AmendedContent> shown = shown(target, history);
            if (shown.isEmpty()) {
                continue; // scrubbed since it was looked up
            }
            if (shown.get().text() == null && isWhole) { // redacted as a whole before
                Sourced first = history.shown();
                return amended(history, AmendMessage.before(history, first));
            }
            MessageAmended event = amendment.of(history.message(), target.request(), target.by());
            SealedEvent<MessageAmended> sealed =
                    content.seal(target.client(), history.message().consumer(), event, next.apply(shown.get()));
            AmendMessage.Outcome outcome = commands.sendAndWait(
                    new AmendMessage(target.client(), sealed, history.shown().id(), moments.now()));
            if (!(outcome instanceof AmendMessage.Outcome.Overtaken)) {
                return amended(history, outcome);
            }
        }
        throw new UnavailableException(
                "the message kept being changed by others", new IllegalStateException(ATTEMPTS + " attempts"));
    }

    private static Amended amended(MessageHistory history, AmendMessage.Outcome outcome) {
        MessageRecorded message = history.message();
        return switch (outcome) {
            case AmendMessage.Outcome.Amended done ->
                amended(
                        message,
                        done.appended().recordedAt(),
                        done.holds(),
                        done.logIndexes(),
                        done.appended().positions().getFirst());
            case AmendMessage.Outcome.AmendedBefore done ->
                amended(
                        message,
                        done.first().recordedAt(),
                        done.holds(),
                        done.logIndexes(),
                        Objects.requireNonNull(done.first().position()));
            case AmendMessage.Outcome.Overtaken _ -> throw new IllegalArgumentException("nothing was done");
        };
    }

    private static Amended amended(
            MessageRecorded message, Instant at, List<HoldId> holds, List<Long> scrubbed, LogPosition place) {
        return new Amended(
                message.message(), message.consumer(), at, holds, scrubbed, place.position(), place.logIndex());
    }

    /// By the client's own id of the message, or by ours.
    private MessageHistory history(Target target) {
        Conversation conversation =
                conversations.get(target.client(), target.conversation()).orElseErased();
        return history(conversation, messageIds.of(target.client(), conversation.id(), target.messageId()))
                .or(() -> ours(target.messageId()).flatMap(id -> history(conversation, id)))
                .orElseThrow(NotFoundException::new);
    }

    private Optional<MessageHistory> history(Conversation conversation, MessageId id) {
        return MessageHistory.of(conversation.client(), id, log.lookUp(MessageHistory.criteria(id)))
                .filter(history -> history.message().conversation().equals(conversation.id()));
    }

    private static Optional<MessageId> ours(String given) {
        try {
            return Optional.of(new MessageId(UUID.fromString(given)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// What is shown of it now; empty where its envelope is gone.
    private Optional<AmendedContent> shown(Target target, MessageHistory history) {
        Sourced shown = history.shown();
        Sealed sealed = shown.entry().sealed();
        if (sealed == null) {
            return Optional.empty();
        }
        MessageRecorded message = history.message();
        ContentScope scope = ContentScope.found(target.client(), message.consumer(), message);
        Opening opening = keyring.open(
                scope, shown.id(), EventTypes.of(shown.event().getClass()).name(), sealed);
        return switch (opening) {
            case Opening.Opened opened -> Optional.of(AmendedContent.read(opened));
            case Opening.Expired expired -> throw new ContentExpiredException(expired.bucket(), expired.tombstone());
            case Opening.Erased erased -> throw new KeyGoneException(erased.tombstone());
            case Opening.Denied _ -> throw new ForbiddenException("the message may not be opened");
        };
    }
}
