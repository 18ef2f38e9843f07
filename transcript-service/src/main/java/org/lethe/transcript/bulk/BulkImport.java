package org.lethe.transcript.bulk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.TemporarilyUnavailable;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.EventLogUnavailableException;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Sealing;
import org.lethe.service.Foundation;
import org.lethe.transcript.capture.MessageIds;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.KeyGoneException;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.NdjsonLine;
import org.lethe.web.ProblemException;
import org.lethe.web.StrictJson;
import org.lethe.web.WebProblems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Imports some lines together: one look-up of consumers and one of keys for all of them, then a command for each line,
/// all at once. A line fails alone.
final class BulkImport {
    private static final Logger faults = LoggerFactory.getLogger(BulkImport.class);
    private static final long DEADLINE_SECONDS = 60;
    private static final int RESOLVE_ATTEMPTS = 3;

    private final EventLog log;
    private final Keyring keyring;
    private final Consumers consumers;
    private final Content content;
    private final MessageIds messageIds;
    private final Commands commands;
    private final Moments moments;

    BulkImport(Foundation foundation) {
        this.log = foundation.log();
        this.keyring = foundation.part(Keyring.class);
        this.consumers = new Consumers(foundation);
        this.content = new Content(keyring);
        this.messageIds = new MessageIds(keyring);
        this.commands = foundation.commands();
        this.moments = foundation.moments();
    }

    /// A line on its way: its result, or what is known of it so far.
    private static final class Pending {
        private final long number;
        private @Nullable ImportLine line;
        private @Nullable UUID external;
        private List<Identifier> identifiers = List.of();
        private Instant openedAt = Instant.EPOCH;
        private Instant endedAt = Instant.EPOCH;
        private ConversationId conversation = ConversationId.random();
        private Consumers.@Nullable Resolved consumer;
        private List<MessageRecorded> messages = List.of();
        private @Nullable CompletableFuture<Opened> sent;
        private @Nullable LineResult result;
        private boolean erased; // between finding the consumer and the append: the line is tried again, by itself

        private Pending(long number) {
            this.number = number;
        }

        /// A conversation of its own for whom the identifiers lead to now.
        private void forgetOutcome() {
            conversation = ConversationId.random();
            consumer = null;
            sent = null;
            result = null;
            erased = false;
        }

        private boolean isRecorded() {
            return result != null && result.isOk() && !Boolean.TRUE.equals(result.replayed());
        }

        private ImportLine line() {
            return Objects.requireNonNull(line);
        }

        private void resolved(Consumers.Resolved found) {
            try {
                consumer = found.orRefuse("/consumer");
            } catch (ProblemException e) {
                fail(e);
            }
        }

        private void fail(RuntimeException thrown) {
            erased = thrown instanceof ContentErasedException || thrown instanceof KeyGoneException;
            result = LineResult.failed(number, line == null ? null : line.conversation(), problem(thrown));
        }
    }

    /// Whatever it is, it is this line's: the rest goes on. What may be sent again says 503.
    private static LineResult.Problem problem(RuntimeException thrown) {
        return switch (thrown) {
            case ProblemException problem ->
                new LineResult.Problem(
                        problem.type().path(),
                        problem.type().status(),
                        Objects.requireNonNullElse(problem.getMessage(), ""),
                        problem.errors());
            case RuntimeException fault
            when isTemporary(fault) ->
                new LineResult.Problem(
                        WebProblems.UNAVAILABLE.path(),
                        WebProblems.UNAVAILABLE.status(),
                        "something that this needs does not answer; send the line again",
                        List.of());
            default -> {
                faults.error("a line was not imported: {}", thrown.getClass().getName());
                yield new LineResult.Problem(
                        WebProblems.INTERNAL_ERROR.path(),
                        WebProblems.INTERNAL_ERROR.status(),
                        WebProblems.INTERNAL_ERROR.title(),
                        List.of());
            }
        };
    }

    private static boolean isTemporary(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof TemporarilyUnavailable) {
                return true;
            }
        }
        return false;
    }

    /// @return one result for each line, in order
    List<LineResult> lines(ClientId client, List<NdjsonLine> lines) {
        List<Pending> all = lines.stream().map(line -> read(client, line)).toList();
        record(client, unanswered(all));
        for (int attempt = 1; attempt < RESOLVE_ATTEMPTS; attempt++) {
            for (Pending pending : all) {
                if (pending.erased) {
                    pending.forgetOutcome();
                    record(client, List.of(pending));
                }
            }
        }
        return all.stream()
                .map(pending -> Objects.requireNonNull(pending.result))
                .toList();
    }

    private void record(ClientId client, List<Pending> wanted) {
        resolveOrFail(client, wanted);
        List<Pending> resolved = unanswered(wanted);
        send(client, resolved);
        resolved.forEach(BulkImport::await);
        consumers.recorded(
                client,
                resolved.stream()
                        .filter(Pending::isRecorded)
                        .map(pending -> Objects.requireNonNull(pending.consumer))
                        .toList());
    }

    private static List<Pending> unanswered(List<Pending> all) {
        return all.stream().filter(pending -> pending.result == null).toList();
    }

    private void send(ClientId client, List<Pending> open) {
        Instant now = moments.now();
        try {
            Map<ContentScope, Sealing> keys = keys(client, open);
            for (Pending pending : open) {
                try {
                    pending.sent = commands.send(command(client, pending, keys, now));
                } catch (RuntimeException e) {
                    pending.fail(e);
                }
            }
        } catch (RuntimeException e) {
            open.forEach(pending -> pending.fail(e));
        }
    }

    private Pending read(ClientId client, NdjsonLine ndjson) {
        Pending pending = new Pending(ndjson.number());
        try {
            ImportLine line =
                    StrictJson.parse(bytes(ndjson), ImportLine.class); // a line beyond the limits is told by its name
            pending.line = line;
            check(line);
            pending.identifiers = line.consumer().identifiers("/consumer");
            List<Instant> times =
                    line.messages().stream().map(ImportLine.Message::at).toList();
            pending.openedAt = Collections.min(times);
            pending.endedAt = Collections.max(times);
            UUID external = keyring.blindId(client, EventTag.EXTERNAL, client.value(), line.conversation());
            pending.external = external;
            for (Sourced sourced : log.lookUp(Criteria.of(EventTag.EXTERNAL, external))) {
                if (sourced.event() instanceof ConversationOpened opened) {
                    pending.result = LineResult.ok(pending.number, line.conversation(), opened.conversation(), 0, true);
                }
            }
        } catch (RuntimeException e) {
            pending.fail(e);
        }
        return pending;
    }

    private static byte[] bytes(NdjsonLine line) {
        return switch (line) {
            case NdjsonLine.Complete complete -> complete.bytes();
            case NdjsonLine.TooLong tooLong ->
                throw new InvalidBodyException("", "a line of at most " + tooLong.maxBytes() + " bytes");
        };
    }

    private void check(ImportLine line) {
        StrictJson.checkLimits(line);
        OpenConversation.refuseReserved(line.channel(), "/channel");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < line.messages().size(); i++) {
            ImportLine.Message message = line.messages().get(i);
            String pointer = "/messages/" + i;
            moments.given(message.at(), pointer + "/at");
            if (message.messageId() != null && !ids.add(message.messageId())) {
                throw new InvalidBodyException(pointer + "/message_id", "an id that no other message of the line has");
            }
        }
    }

    /// Together where that works; one by one where somebody's key is gone, so that a line fails alone.
    private void resolveOrFail(ClientId client, List<Pending> open) {
        try {
            resolve(client, open);
        } catch (ProblemException e) {
            for (Pending pending : open) {
                try {
                    resolve(client, List.of(pending));
                } catch (RuntimeException own) {
                    pending.fail(own);
                }
            }
        } catch (RuntimeException e) {
            open.forEach(pending -> pending.fail(e));
        }
    }

    private void resolve(ClientId client, List<Pending> open) {
        if (open.isEmpty()) {
            return;
        }
        List<Consumers.Resolved> resolved = consumers.resolve(
                client,
                open.stream()
                        .map(pending -> new Consumers.Told(
                                pending.line().consumer(),
                                pending.identifiers,
                                pending.line().channel(),
                                pending.openedAt))
                        .toList());
        for (int i = 0; i < open.size(); i++) {
            open.get(i).resolved(resolved.get(i));
        }
    }

    private Map<ContentScope, Sealing> keys(ClientId client, List<Pending> open) {
        Set<ContentScope> scopes = new HashSet<>();
        for (Pending pending : open) {
            pending.messages = messages(client, pending);
            pending.messages.forEach(message -> scopes.add(ContentScope.of(client, message.consumer(), message)));
        }
        return content.prepare(scopes);
    }

    private List<MessageRecorded> messages(ClientId client, Pending pending) {
        ImportLine line = pending.line();
        ConsumerId consumer = Objects.requireNonNull(pending.consumer).consumer();
        return line.messages().stream()
                .map(message -> new MessageRecorded(
                        pending.conversation,
                        consumer,
                        messageIds.of(client, pending.conversation, message.messageId()),
                        message.from(),
                        line.channel(),
                        message.at()))
                .toList();
    }

    private ImportConversation command(ClientId client, Pending pending, Map<ContentScope, Sealing> keys, Instant now) {
        ImportLine line = pending.line();
        Consumers.Resolved consumer = Objects.requireNonNull(pending.consumer);
        List<SealedEvent<MessageRecorded>> messages = new ArrayList<>(pending.messages.size());
        for (int i = 0; i < pending.messages.size(); i++) {
            ImportLine.Message said = line.messages().get(i);
            messages.add(content.seal(
                    client,
                    consumer.consumer(),
                    pending.messages.get(i),
                    new MessageContent(said.text(), author(line, said), said.messageId()),
                    keys));
        }
        return new ImportConversation(
                new OpenConversation(
                        client,
                        new ConversationOpened(
                                pending.conversation,
                                consumer.consumer(),
                                line.channel(),
                                pending.openedAt,
                                pending.external),
                        consumer.contact(),
                        null,
                        now),
                messages,
                pending.endedAt);
    }

    private static @Nullable String author(ImportLine line, ImportLine.Message message) {
        return message.author() == null && message.from() == Author.AGENT ? line.agent() : message.author();
    }

    private static void await(Pending pending) {
        CompletableFuture<Opened> sent = pending.sent;
        if (sent == null || pending.result != null) {
            return;
        }
        try {
            Opened opened = sent.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            boolean before = opened instanceof Opened.Before;
            pending.result = LineResult.ok(
                    pending.number,
                    pending.line().conversation(),
                    opened.conversation(),
                    before ? 0 : pending.line().messages().size(),
                    before);
        } catch (ExecutionException e) {
            pending.fail(
                    e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException("a command failed with something unexpected", e.getCause()));
        } catch (TimeoutException e) {
            pending.fail(new EventLogUnavailableException("no answer within " + DEADLINE_SECONDS + " s", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pending.fail(new EventLogUnavailableException("interrupted while waiting", e));
        }
    }
}
