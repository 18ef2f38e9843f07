package org.lethe.access.requests;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.IdentityCodeSent;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.RequestApproved;
import org.lethe.contracts.RequestDenied;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestReferred;
import org.lethe.contracts.RequestType;
import org.lethe.contracts.RequestWordsGiven;
import org.lethe.contracts.Sealed;

/// What decisions about one request are given.
final class History {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final ClientId CLIENT = ClientId.random();
    static final RequestId REQUEST = RequestId.random();
    static final ConsumerId CONSUMER = ConsumerId.random();
    static final String BY = "officer";
    static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    static final IdentityCodeSent CODE_SENT = new IdentityCodeSent(REQUEST, CLIENT, "email", BY);
    static final IdentityConfirmed CONFIRMED = new IdentityConfirmed(REQUEST, CLIENT, "attestation", BY);
    static final RequestReferred REFERRED = new RequestReferred(REQUEST, CLIENT);
    static final ConversationId CONVERSATION = ConversationId.random();
    static final RequestApproved APPROVED = new RequestApproved(REQUEST, CLIENT, null, BY);
    static final RequestDenied DENIED = new RequestDenied(REQUEST, CLIENT, "no_match", BY);

    private History() {}

    static RequestReceived received(RequestType type) {
        return received(type, "gdpr");
    }

    static RequestReceived received(RequestType type, String rule) {
        return new RequestReceived(
                REQUEST,
                CLIENT,
                CONSUMER,
                true,
                type,
                rule,
                1,
                "UTC",
                Instant.parse("2026-11-20T08:00:00Z"),
                "mail",
                null,
                null,
                BY);
    }

    /// About one message alone.
    static RequestReceived receivedOfOneMessage(RequestType type) {
        RequestReceived of = received(type);
        return new RequestReceived(
                of.request(),
                of.client(),
                of.consumer(),
                of.known(),
                of.type(),
                of.rule(),
                of.ruleVersion(),
                of.zone(),
                of.receivedAt(),
                of.via(),
                null,
                CONVERSATION,
                BY);
    }

    /// Up to where the client has it before them.
    static Event[] referred(RequestType type) {
        return with(List.of(received(type), CONFIRMED, REFERRED));
    }

    static Event[] referred(RequestType type, Event... more) {
        List<Event> events = new ArrayList<>(List.of(received(type), CONFIRMED, REFERRED));
        events.addAll(List.of(more));
        return with(events);
    }

    static Event[] with(List<? extends Event> events) {
        return events.toArray(Event[]::new);
    }

    static SealedRequestWords words(String about) {
        return new SealedRequestWords(
                EventId.random(), new RequestWordsGiven(REQUEST, CONSUMER, about, NOW), new Sealed(new byte[] {1}));
    }

    static Map<String, Object> standing(RequestState state, String... possible) {
        return Map.of("state", state.wireName(), "possible", List.of(possible));
    }
}
