package org.lethe.transcript.bulk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Author;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.TemporarilyUnavailable;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.EventLogUnavailableException;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.Sealing;
import org.lethe.service.Foundation;
import org.lethe.transcript.capture.MessageIds;
import org.lethe.transcript.capture.MessagesEndpoint;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.KeyGoneException;
import org.lethe.transcript.content.MessageContent;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.conversations.OpenConversation;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.transcript.conversations.SameConversation;
import org.lethe.web.FieldError;
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
    private static final int GROW_ATTEMPTS = 10; // each needs somebody else to have added some of the same meanwhile
    private static final int ADDED_AT_ONCE = 500;

    private final EventLog log;
    private final Keyring keyring;
    private final Consumers consumers;
    private final Content content;
    private final MessageIds messageIds;
    private final Conversations conversations;
    private final SameConversation same;
    private final Growth growth;
    private final Commands commands;
    private final Moments moments;

    BulkImport(Foundation foundation) {
        this.log = foundation.log();
        this.keyring = foundation.part(Keyring.class);
        this.consumers = new Consumers(foundation);
        this.content = new Content(keyring);
        this.messageIds = new MessageIds(keyring);
        this.conversations = new Conversations(foundation.log());
        this.same = new SameConversation(foundation);
        this.growth = new Growth(foundation.log(), keyring, messageIds);
        this.commands = foundation.commands();
        this.moments = foundation.moments();
    }

    /// A line on its way: its result, or what is known of it so far.
    private static final class Pending {
        private final long number;
        private final Arrival arrival;
        private @Nullable ImportLine line;
        private @Nullable UUID external;
        private List<Identifier> identifiers = List.of();
        private List<Growth.Said> said = List.of();
        private List<FieldError> odd = List.of(); // messages that can't be taken
        private @Nullable ConversationOpened before; // what has the line's id already
        private Instant openedAt = Instant.EPOCH;
        private Instant endedAt = Instant.EPOCH;
        private ConversationId conversation = ConversationId.random();
        private Consumers.@Nullable Resolved consumer;
        private List<MessageRecorded> messages = List.of();
        private @Nullable CompletableFuture<Opened> sent;
        private @Nullable LineResult result;
        private boolean erased; // between finding the consumer and the append: the line is tried again, by itself

        private Pending(long number, Arrival arrival) {
            this.number = number;
            this.arrival = arrival;
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
            return result != null && result.isOk();
        }

        private void ok(ConversationId id, int recorded) {
            boolean replayed = before != null && recorded == 0;
            result = LineResult.ok(number, line().conversation(), id, recorded, replayed);
        }

        /// What is told with an export that has grown is as new as its news.
        private Instant toldAt() {
            return before == null ? openedAt : endedAt;
        }

        private Consumers.Told told() {
            return new Consumers.Told(line().consumer(), identifiers, line().channel(), toldAt());
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
    List<LineResult> lines(ClientId client, List<NdjsonLine> lines, Arrival arrival) {
        List<Pending> all =
                lines.stream().map(line -> read(client, line, arrival)).toList();
        record(client, unanswered(all));
        for (int attempt = 1; attempt < RESOLVE_ATTEMPTS; attempt++) {
            for (Pending pending : all) {
                if (pending.erased) {
                    pending.forgetOutcome();
                    record(client, List.of(pending));
                }
            }
        }
        return all.stream().map(BulkImport::told).toList();
    }

    private static LineResult told(Pending pending) {
        LineResult result = Objects.requireNonNull(pending.result);
        return pending.odd.isEmpty() || !result.isOk()
                ? result
                : result.without(problem(new InvalidBodyException(pending.odd)));
    }

    /// New conversations together, then what is added to those that are there, one by one: several of the lines may be
    /// about one conversation.
    private void record(ClientId client, List<Pending> wanted) {
        wanted.forEach(pending -> refuseOther(client, pending));
        unanswered(wanted).forEach(pending -> refuseDue(client, pending));
        resolveOrFail(client, unanswered(wanted));
        List<Pending> opening = unanswered(wanted).stream()
                .filter(pending -> pending.before == null)
                .toList();
        send(client, opening);
        opening.forEach(this::await);
        unanswered(opening).forEach(pending -> refuseOther(client, pending));
        unanswered(wanted).forEach(pending -> grow(client, pending));
        consumers.recorded(
                client,
                wanted.stream()
                        .filter(Pending::isRecorded)
                        .flatMap(pending -> Stream.ofNullable(pending.consumer))
                        .toList());
    }

    /// Before anybody is linked to what is another conversation, or one that was erased.
    private void refuseOther(ClientId client, Pending pending) {
        ConversationOpened before = pending.before;
        if (before == null || pending.result != null) {
            return;
        }
        try {
            if (same.erasedOrRefuse(client, before, pending.line().channel(), pending.identifiers)) {
                if (consumers.isForgotten(client, before.consumer())
                        && !growth.of(client, before, pending.said).isEmpty()) {
                    consumers.requirePresent(client, before.consumer()); // what is new of it would be lost in silence
                }
                pending.ok(before.conversation(), 0);
            }
        } catch (RuntimeException e) {
            pending.fail(e);
        }
    }

    /// Before anybody is linked to what is not taken.
    private void refuseDue(ClientId client, Pending pending) {
        if (pending.before != null) {
            return; // what is there already is not held against the schedule
        }
        try {
            List<Bucket> buckets = new ArrayList<>(2);
            if (!pending.identifiers.isEmpty()) {
                buckets.add(pending.told().bucket());
            }
            Growth.Said oldest = Collections.min(pending.said, Comparator.comparing(Growth.Said::at));
            MessageId none = new MessageId(pending.conversation.value());
            buckets.add(message(
                            pending.conversation,
                            ConsumerId.random(),
                            none,
                            oldest,
                            pending.line().channel())
                    .bucket());
            pending.arrival.check(client, buckets, log, moments.now());
        } catch (RuntimeException e) {
            pending.fail(e);
        }
    }

    private void grow(ClientId client, Pending pending) {
        ConversationOpened before = Objects.requireNonNull(pending.before);
        try {
            pending.ok(before.conversation(), added(client, pending, before));
        } catch (RuntimeException e) {
            pending.fail(e);
        }
    }

    /// @return how many messages were not there yet
    private int added(ClientId client, Pending pending, ConversationOpened before) {
        SealedEvent<ConsumerIdentifiersLinked> contact = pending.consumer == null ? null : pending.consumer.contact();
        int added = 0;
        int overtaken = 0;
        while (true) {
            List<Growth.News> news = growth.of(client, before, pending.said);
            if (news.isEmpty() && contact == null) {
                return added;
            }
            List<Growth.News> next = news.subList(0, Math.min(news.size(), ADDED_AT_ONCE));
            switch (commands.sendAndWait(command(client, before, contact, next, pending.arrival))) {
                case NOW -> {
                    added += next.size();
                    contact = null;
                    if (next.size() == news.size()) {
                        return added;
                    }
                }
                case OVERTAKEN -> {
                    overtaken++;
                    if (overtaken == GROW_ATTEMPTS) {
                        throw new EventLogUnavailableException("others keep adding to this conversation", null);
                    }
                }
            }
        }
    }

    private AddMessages command(
            ClientId client,
            ConversationOpened before,
            @Nullable SealedEvent<ConsumerIdentifiersLinked> contact,
            List<Growth.News> news,
            Arrival arrival) {
        List<MessageRecorded> messages = news.stream()
                .map(one -> message(before.conversation(), before.consumer(), one.id(), one.said(), before.channel()))
                .toList();
        Map<ContentScope, Sealing> keys = content.prepare(messages.stream()
                .map(message -> ContentScope.of(client, before.consumer(), message))
                .collect(Collectors.toSet()));
        List<SealedEvent<MessageRecorded>> sealed = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            sealed.add(content.seal(
                    client,
                    before.consumer(),
                    messages.get(i),
                    news.get(i).said().content(),
                    keys));
        }
        return new AddMessages(client, before, contact, sealed, arrival, moments.now());
    }

    private static MessageRecorded message(
            ConversationId conversation, ConsumerId consumer, MessageId id, Growth.Said said, Channel channel) {
        return new MessageRecorded(conversation, consumer, id, said.from(), channel, said.at());
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

    private Pending read(ClientId client, NdjsonLine ndjson, Arrival arrival) {
        Pending pending = new Pending(ndjson.number(), arrival);
        try {
            ImportLine line =
                    StrictJson.parse(bytes(ndjson), ImportLine.class); // a line beyond the limits is told by its name
            pending.line = line;
            check(line);
            take(pending, line);
            pending.identifiers = line.consumer().identifiers("/consumer");
            List<Instant> times = pending.said.stream().map(Growth.Said::at).toList();
            pending.openedAt = Collections.min(times);
            pending.endedAt = Collections.max(times);
            UUID external = keyring.blindId(client, EventTag.EXTERNAL, client.value(), line.conversation());
            pending.external = external;
            pending.before = conversations.openedUnder(external).orElse(null);
        } catch (RuntimeException e) {
            pending.fail(e);
        }
        return pending;
    }

    /// A message that has no text, such as a picture alone, or too much of it, is told; the others are taken. What is
    /// mended and sent again is added to them.
    private static void take(Pending pending, ImportLine line) {
        List<Growth.Said> said = new ArrayList<>(line.messages().size());
        List<FieldError> odd = new ArrayList<>();
        for (int i = 0; i < line.messages().size(); i++) {
            ImportLine.Message message = line.messages().get(i);
            if (message.hasText()) {
                said.add(new Growth.Said(
                        i,
                        message.from(),
                        message.at(),
                        new MessageContent(message.said(), author(line, message), message.messageId())));
            } else {
                odd.add(new FieldError(
                        "/messages/" + i + "/text",
                        "1 to " + MessagesEndpoint.MAX_TEXT_BYTES + " bytes of UTF-8; this message was not recorded"));
            }
        }
        if (said.isEmpty()) {
            throw new InvalidBodyException(odd);
        }
        pending.said = said;
        pending.odd = odd;
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

    private void resolve(ClientId client, List<Pending> all) {
        List<Pending> open = all.stream()
                .filter(pending -> pending.before == null || !pending.identifiers.isEmpty())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        List<Consumers.Resolved> resolved =
                consumers.resolve(client, open.stream().map(Pending::told).toList());
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
        ConsumerId consumer = Objects.requireNonNull(pending.consumer).consumer();
        return pending.said.stream()
                .map(said -> message(
                        pending.conversation,
                        consumer,
                        messageIds.of(
                                client, pending.conversation, said.content().messageId()),
                        said,
                        pending.line().channel()))
                .toList();
    }

    private ImportConversation command(ClientId client, Pending pending, Map<ContentScope, Sealing> keys, Instant now) {
        ImportLine line = pending.line();
        Consumers.Resolved consumer = Objects.requireNonNull(pending.consumer);
        List<SealedEvent<MessageRecorded>> messages = new ArrayList<>(pending.messages.size());
        for (int i = 0; i < pending.messages.size(); i++) {
            messages.add(content.seal(
                    client,
                    consumer.consumer(),
                    pending.messages.get(i),
                    pending.said.get(i).content(),
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
                        pending.arrival,
                        now),
                messages,
                pending.endedAt);
    }

    private static @Nullable String author(ImportLine line, ImportLine.Message message) {
        return message.author() == null && message.from() == Author.AGENT ? line.agent() : message.author();
    }

    private void await(Pending pending) {
        CompletableFuture<Opened> sent = pending.sent;
        if (sent == null || pending.result != null) {
            return;
        }
        try {
            switch (sent.get(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                case Opened.Now now -> pending.ok(now.conversation(), pending.said.size());
                case Opened.Before other -> // by another line, or another request, a moment ago
                    pending.before = conversations
                            .openedUnder(Objects.requireNonNull(pending.external))
                            .orElseThrow();
            }
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
