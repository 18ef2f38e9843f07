package org.lethe.access.requests;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.Event;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.contracts.RequestApproved;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.contracts.TemporarilyUnavailable;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Reaction;
import org.lethe.service.Foundation;
import org.lethe.service.subjects.MessageAmendments;
import org.lethe.service.subjects.MessageAmendments.Span;
import org.lethe.service.subjects.MessageAmendments.Target;
import org.lethe.web.Moments;
import org.lethe.web.ProblemException;

/// Has done what is asked about one message, once it is approved: at once by whoever approves, or else, where that
/// process ended, by whoever follows the log. What can't be done is named, and people go on with it.
final class MessageRequests implements Reaction {
    private final EventLog log;
    private final Commands commands;
    private final ConsumerWords words;
    private final MessageAmendments amendments;
    private final Moments moments;

    MessageRequests(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = foundation.part(ConsumerWords.class);
        this.amendments = foundation.part(MessageAmendments.class);
        this.moments = foundation.moments();
    }

    @Override
    public String name() {
        return "message-requests";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(RequestApproved.class, MessageScrubbed.class, MessageScrubDeferred.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) {
        for (Sourced sourced : events) {
            ClientId client = sourced.entry().client();
            switch (sourced.event()) {
                case RequestApproved approved ->
                    find(client, approved.request()).ifPresent(this::carryOut);
                case MessageScrubbed scrubbed -> settle(client, scrubbed.request());
                case MessageScrubDeferred deferred -> settle(client, deferred.request());
                default -> {}
            }
        }
    }

    private Optional<Request> find(ClientId client, RequestId id) {
        return Request.of(client, log.lookUp(Request.criteria(id)));
    }

    private void settle(ClientId client, @Nullable RequestId request) {
        if (request != null && find(client, request).isPresent()) {
            commands.sendAndWait(new SettleAmendment(client, request, null, moments.now()));
        }
    }

    /// Before it is approved: whether the message is there, and of the one who asks.
    ///
    /// @throws RequestRefusedException if it is not, or what was asked can't be read any more
    void refuseUnlessPossible(Request request) {
        Target target = target(request, RequestWords.atReceiptOrRefuse(log, words, request));
        try {
            refuseUnlessTheirs(request, target);
        } catch (ProblemException e) {
            if (e instanceof TemporarilyUnavailable) {
                throw e;
            }
            throw unknown(); // not there, or not any more
        }
    }

    private void refuseUnlessTheirs(Request request, Target target) {
        if (!amendments.consumerOf(target).equals(request.consumer())) {
            throw unknown();
        }
    }

    private static RequestRefusedException unknown() {
        return new RequestRefusedException(
                RequestProblems.MESSAGE_UNKNOWN, "the request names no message of the one who asks that can be read");
    }

    /// Doing it again changes nothing.
    void carryOut(Request request) {
        if (!request.isOfOneMessage() || request.state() != RequestState.IN_PROGRESS) {
            return;
        }
        String failure = null;
        try {
            amend(request);
        } catch (ProblemException e) {
            if (e instanceof TemporarilyUnavailable) {
                throw e;
            }
            failure = e.type().slug();
        }
        commands.sendAndWait(new SettleAmendment(request.client(), request.id(), failure, moments.now()));
    }

    private void amend(Request request) {
        Map<String, String> asked = RequestWords.atReceiptOrRefuse(log, words, request);
        String text = asked.getOrDefault("text", "");
        Target target = target(request, asked);
        refuseUnlessTheirs(request, target);
        if (request.type() == RequestType.DELETION) {
            amendments.redact(target, null, spans(asked.getOrDefault("spans", "")));
        } else if (request.isDisagreement()) {
            amendments.disagree(target, text);
        } else {
            amendments.correct(target, text);
        }
    }

    private static Target target(Request request, Map<String, String> asked) {
        ConversationId conversation = request.received().conversation();
        String message = asked.get("message_id");
        if (conversation == null || message == null) {
            throw unknown();
        }
        return new Target(
                request.client(),
                conversation,
                message,
                request.id(),
                request.id().toString());
    }

    /// As they were sealed: `0-4,10-20`.
    private static List<Span> spans(String text) {
        return RequestBodies.split(text).stream()
                .map(span -> span.split("-", 2))
                .map(ends -> new Span(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])))
                .toList();
    }

    @Override
    public void clear(Connection transaction) {}
}
