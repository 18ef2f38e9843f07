package org.lethe.transcript.conversations;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.Rfc3339;
import org.lethe.contracts.VisitObserved;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.consumers.Consumers;
import org.lethe.transcript.consumers.ConsumersEndpoint;
import org.lethe.transcript.consumers.Contact;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.ConversationProblems;
import org.lethe.transcript.content.ExpiryReceipt;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.transcript.content.VisitContent;
import org.lethe.transcript.conversations.ExpiredMessages.Expired;
import org.lethe.transcript.conversations.OpenConversation.Opened;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Chars;
import org.lethe.web.Cursor;
import org.lethe.web.Moments;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Opens, closes, lists and shows conversations.
final class ConversationsEndpoint {
    static final int MAX_EXTERNAL_ID_CHARACTERS = 256;
    private static final Duration VIEW_WAIT = Duration.ofSeconds(2);

    private final EventLog log;
    private final Clients clients;
    private final Conversations conversations;
    private final ConversationView view;
    private final ExpiredMessages expiredMessages;
    private final Freshness freshness;
    private final Consumers consumers;
    private final SameConversation same;
    private final Content content;
    private final Keyring keyring;
    private final Commands commands;
    private final Moments moments;

    ConversationsEndpoint(Foundation foundation, ConversationView view) {
        this.log = foundation.log();
        this.clients = new Clients(log);
        this.conversations = new Conversations(foundation.log());
        this.view = view;
        this.freshness = foundation.freshness(view.name());
        this.expiredMessages = new ExpiredMessages(foundation);
        this.consumers = new Consumers(foundation);
        this.same = new SameConversation(foundation);
        this.keyring = foundation.part(Keyring.class);
        this.content = new Content(keyring);
        this.commands = foundation.commands();
        this.moments = foundation.moments();
    }

    /// @param messageId the client's own id of the conversation: opening it again answers with the first
    record NewConversation(
            Channel channel,
            Contact consumer,
            @Nullable Instant openedAt,
            @Nullable VisitContent visit,

            @Nullable @Chars(max = MAX_EXTERNAL_ID_CHARACTERS, mayBeBlank = true)
            String messageId) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record OpenedConversation(ConversationId conversationId, ConsumerId consumerId) {}

    record ClosedConversation(ConversationId conversationId, Instant closedAt) {}

    /// How a conversation stands.
    enum Status {
        @JsonProperty("open")
        OPEN,
        @JsonProperty("closed")
        CLOSED,
        @JsonProperty("erased")
        ERASED,
        @JsonProperty("expired")
        EXPIRED
    }

    /// What is shown of a conversation without reading any of it.
    ///
    /// @param receipt of its erasure
    /// @param expiredMessages how many can't be read any more because their day is gone; null for none
    /// @param expiry receipt of the last such day
    record Shown(
            ConversationId conversationId,
            ConsumerId consumerId,
            Channel channel,
            Instant openedAt,
            @Nullable Instant closedAt,
            Status status,
            @Nullable Receipt receipt,
            @Nullable Integer expiredMessages,
            @Nullable ExpiryReceipt expiry) {}

    public Routes routes() {
        return new Routes()
                .post(
                        "/v1/clients/{client}/conversations",
                        Arrival.saidIn(Terms.roles(Role.WRITER))
                                .repeats(Repeat.NATURAL)
                                .takes(NewConversation.class)
                                .answers(OpenedConversation.class)
                                .creates(OpenedConversation.class)
                                .refuses(
                                        ConsumersEndpoint.IDENTIFIER_TAKEN,
                                        ConversationProblems.CONVERSATION_ID_REUSED,
                                        ConversationProblems.CONTENT_ERASED,
                                        ConversationProblems.CONTENT_EXPIRED,
                                        ConversationProblems.DUE_ON_ARRIVAL),
                        this::open)
                .get(
                        "/v1/clients/{client}/conversations",
                        Terms.roles(Role.READER, Role.PRIVACY_OFFICER, Role.AUDITOR)
                                .query("consumer_id", ConsumerId.class)
                                .query("from", Instant.class)
                                .query("to", Instant.class)
                                .query("channel", Channel.class)
                                .pages(Shown.class),
                        this::list)
                .get(
                        "/v1/clients/{client}/conversations/{conversation}",
                        Terms.roles(Role.WRITER, Role.READER, Role.PRIVACY_OFFICER, Role.AUDITOR)
                                .answers(Shown.class),
                        this::show)
                .post(
                        "/v1/clients/{client}/conversations/{conversation}/close",
                        Terms.roles(Role.WRITER)
                                .repeats(Repeat.NATURAL)
                                .answers(ClosedConversation.class)
                                .refuses(ConversationProblems.CONTENT_ERASED),
                        this::close);
    }

    private Answer open(ApiRequest request) {
        NewConversation wanted = request.body(NewConversation.class);
        ClientId client = clients.active(request.client()).id();
        OpenConversation.refuseReserved(wanted.channel(), "/channel");
        Instant openedAt = moments.given(wanted.openedAt(), "/opened_at");
        Opened opened = Consumers.retryingErased(() -> open(request, client, wanted, openedAt));
        OpenedConversation body = new OpenedConversation(opened.conversation(), opened.consumer());
        return switch (opened) {
            case Opened.Now now ->
                Answer.created("/v1/clients/" + client + "/conversations/" + opened.conversation(), body);
            case Opened.Before before -> Answer.ok(body);
        };
    }

    private Opened open(ApiRequest request, ClientId client, NewConversation wanted, Instant openedAt) {
        List<Identifier> identifiers = wanted.consumer().identifiers("/consumer");
        UUID external = external(client, wanted.messageId(), request);
        Consumers.Told told = new Consumers.Told(wanted.consumer(), identifiers, wanted.channel(), openedAt);
        Optional<Opened> before = before(request, client, external, wanted, told);
        if (before.isPresent()) {
            return before.get();
        }
        refuseDue(Arrival.of(request), client, wanted, told);
        Consumers.Resolved resolved = consumers.resolve(client, told).orRefuse("/consumer");
        Opened opened =
                commands.sendAndWait(command(client, resolved, external, wanted, Arrival.of(request), openedAt));
        return switch (opened) {
            case Opened.Now now -> {
                consumers.recorded(client, List.of(resolved));
                yield now;
            }
            case Opened.Before other ->
                before(request, client, external, wanted, told).orElse(other);
        };
    }

    /// Before anything is linked: who is who may have changed since it was opened, or somebody else is meant. What is
    /// told of the same person beyond that is not lost.
    private Optional<Opened> before(
            ApiRequest request, ClientId client, @Nullable UUID external, NewConversation wanted, Consumers.Told told) {
        if (external == null) {
            return Optional.empty();
        }
        Optional<ConversationOpened> first = conversations.openedUnder(external);
        if (wanted.messageId() != null
                && first.isPresent()
                && !same.erasedOrRefuse(client, first.get(), wanted.channel(), told.identifiers())
                && !told.identifiers().isEmpty()) {
            consumers.tell(client, told, Arrival.of(request));
        }
        return first.map(opened -> new Opened.Before(opened.conversation(), opened.consumer()));
    }

    /// Before anybody is linked to what is not taken.
    private void refuseDue(Arrival arrival, ClientId client, NewConversation wanted, Consumers.Told told) {
        List<Bucket> buckets = new ArrayList<>(2);
        if (!told.identifiers().isEmpty()) {
            buckets.add(told.bucket());
        }
        if (wanted.visit() != null) {
            buckets.add(new VisitObserved(ConversationId.random(), told.channel(), told.at()).bucket());
        }
        arrival.check(client, buckets, log, moments.now());
    }

    private OpenConversation command(
            ClientId client,
            Consumers.Resolved resolved,
            @Nullable UUID external,
            NewConversation wanted,
            Arrival arrival,
            Instant openedAt) {
        ConversationId conversation = ConversationId.random();
        return new OpenConversation(
                client,
                new ConversationOpened(conversation, resolved.consumer(), wanted.channel(), openedAt, external),
                resolved.contact(),
                visit(client, resolved.consumer(), conversation, wanted, openedAt),
                arrival,
                moments.now());
    }

    /// By the client's own id of it, or by what it wants to be done once.
    private @Nullable UUID external(ClientId client, @Nullable String given, ApiRequest request) {
        if (given == null) {
            return request.onceId().orElse(null);
        }
        return keyring.blindId(client, EventTag.EXTERNAL, client.value(), given);
    }

    private @Nullable SealedEvent<VisitObserved> visit(
            ClientId client,
            ConsumerId consumer,
            ConversationId conversation,
            NewConversation wanted,
            Instant openedAt) {
        VisitContent visit = wanted.visit();
        return visit == null
                ? null
                : content.seal(client, consumer, new VisitObserved(conversation, wanted.channel(), openedAt), visit);
    }

    private Answer close(ApiRequest request) {
        ConversationId conversation = request.path("conversation", ConversationId::parse);
        conversations.get(request.client(), conversation).orElseErased();
        CloseConversation.Closed closed =
                commands.sendAndWait(new CloseConversation(request.client(), conversation, moments.now()));
        return Answer.ok(new ClosedConversation(conversation, closed.closedAt()));
    }

    private Answer show(ApiRequest request) throws SQLException {
        Conversation conversation =
                conversations.get(request.client(), request.path("conversation", ConversationId::parse));
        freshness.awaitCaughtUp(VIEW_WAIT);
        ConversationView.Row row = new ConversationView.Row(
                conversation.id(),
                conversation.consumer(),
                conversation.channel(),
                conversation.openedAt(),
                conversation.closedAt(),
                conversation.erased() == null ? null : conversation.erased().erasedAt());
        return Answer.ok(shown(row, conversation.erased(), expired(List.of(row)).get(row.id())));
    }

    private Answer list(ApiRequest request) throws SQLException {
        ClientId client = clients.get(request.client()).id();
        ConversationView.Filter filter = new ConversationView.Filter(
                client,
                request.query("consumer_id", "a consumer's id", ConsumerId::parse),
                request.query("from", "an RFC 3339 time such as 2026-01-31T00:00:00Z", Rfc3339::parse),
                request.query("to", "an RFC 3339 time such as 2026-01-31T00:00:00Z", Rfc3339::parse),
                request.query("channel", "a channel such as web", Channel::new));
        int limit = request.limit();
        freshness.awaitCaughtUp(VIEW_WAIT);
        List<ConversationView.Row> rows = view.list(filter, request.cursor(), limit + 1);
        Map<ConversationId, Expired> expired = expired(rows);
        return Answer.ok(request.page(
                rows,
                row -> Cursor.of(row.openedAt(), row.id().value()),
                row -> shown(row, null, expired.get(row.id()))));
    }

    private Map<ConversationId, Expired> expired(List<ConversationView.Row> rows) throws SQLException {
        return expiredMessages.of(rows.stream()
                .filter(row -> row.erasedAt() == null)
                .map(ConversationView.Row::id)
                .toList());
    }

    private static Shown shown(ConversationView.Row row, @Nullable Receipt receipt, @Nullable Expired expired) {
        return new Shown(
                row.id(),
                row.consumer(),
                row.channel(),
                row.openedAt(),
                row.closedAt(),
                status(row, expired),
                receipt,
                expired == null ? null : expired.messages(),
                expired == null ? null : expired.receipt());
    }

    private static Status status(ConversationView.Row row, @Nullable Expired expired) {
        if (row.erasedAt() != null) {
            return Status.ERASED;
        }
        if (expired != null && expired.whole()) {
            return Status.EXPIRED;
        }
        return row.closedAt() == null ? Status.OPEN : Status.CLOSED;
    }
}
