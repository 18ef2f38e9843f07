package org.lethe.transcript.consumers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.eventlog.Commands;
import org.lethe.keyring.ConsumerIndex;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.KeyDestroyedException;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.ConversationProblems;
import org.lethe.transcript.content.KeyGoneException;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.ProblemType;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Identifies consumers, looks them up, links more identifiers to them.
public final class ConsumersEndpoint {
    public static final ProblemType IDENTIFIER_TAKEN = new ProblemType(
            "identifier-taken",
            409,
            "An identifier leads to another consumer",
            "The strongest identifier that is known says who is meant (external_id, then email, then phone); at least"
                    + " one of the others leads to somebody else already. Nothing was changed or recorded. `errors`"
                    + " names them: leave them out, or look each of them up to find out who is meant.");

    private final Clients clients;
    private final Consumers consumers;
    private final ConsumerIndex index;
    private final Commands commands;
    private final Moments moments;

    ConsumersEndpoint(Foundation foundation) {
        this.clients = new Clients(foundation.log());
        this.consumers = new Consumers(foundation);
        this.index = foundation.part(Keyring.class).consumers();
        this.commands = foundation.commands();
        this.moments = foundation.moments();
    }

    record Found(ConsumerId consumerId) {}

    public Routes routes() {
        return new Routes()
                .post(
                        "/v1/clients/{client}/consumers",
                        Terms.roles(Role.WRITER)
                                .repeats(Repeat.NATURAL)
                                .takes(Contact.class)
                                .answers(Found.class)
                                .creates(Found.class)
                                .refuses(
                                        IDENTIFIER_TAKEN,
                                        ConversationProblems.CONTENT_ERASED,
                                        ConversationProblems.CONTENT_EXPIRED),
                        this::identify)
                .post(
                        "/v1/clients/{client}/consumers/lookup",
                        Terms.roles(Role.WRITER, Role.READER, Role.PRIVACY_OFFICER)
                                .repeats(Repeat.READING)
                                .takes(Contact.class)
                                .answers(Found.class),
                        this::lookUp)
                .post(
                        "/v1/clients/{client}/consumers/{consumer}/identifiers",
                        Terms.roles(Role.WRITER, Role.PRIVACY_OFFICER)
                                .repeats(Repeat.NATURAL)
                                .takes(Contact.class)
                                .answers(Found.class)
                                .refuses(
                                        IDENTIFIER_TAKEN,
                                        ConversationProblems.CONTENT_ERASED,
                                        ConversationProblems.CONTENT_EXPIRED),
                        this::link);
    }

    private Answer identify(ApiRequest request) {
        Contact contact = request.body(Contact.class);
        ClientId client = clients.active(request.client()).id();
        List<Identifier> identifiers = identifiers(contact);
        return Consumers.retryingErased(() -> identify(client, contact, identifiers));
    }

    private Answer identify(ClientId client, Contact contact, List<Identifier> identifiers) {
        Instant now = moments.now();
        Consumers.Resolved resolved = consumers
                .resolve(client, new Consumers.Told(contact, identifiers, Channel.DIRECT, now))
                .orRefuse("");
        IdentifyConsumer.Identified identified = commands.sendAndWait(new IdentifyConsumer(
                client, resolved.consumer(), Channel.DIRECT, resolved.contact(), Arrival.REFUSED_IF_DUE, now));
        consumers.recorded(client, List.of(resolved));
        Found found = new Found(resolved.consumer());
        return identified.now()
                ? Answer.created("/v1/clients/" + client + "/consumers/" + resolved.consumer(), found)
                : Answer.ok(found);
    }

    private Answer lookUp(ApiRequest request) {
        Contact contact = request.body(Contact.class);
        ClientId client = clients.get(request.client()).id();
        return consumers
                .lookUp(client, identifiers(contact))
                .map(consumer -> Answer.ok(new Found(consumer)))
                .orElseThrow(NotFoundException::new);
    }

    private Answer link(ApiRequest request) {
        Contact contact = request.body(Contact.class);
        ClientId client = clients.active(request.client()).id();
        ConsumerId consumer = request.path("consumer", ConsumerId::parse);
        consumers.requirePresent(client, consumer);
        List<Identifier> identifiers = identifiers(contact);
        ConsumerIndex.Found found = index.find(client, identifiers);
        Map<Identifier, ConsumerId> known = found.consumers();
        refuseTaken(identifiers.stream()
                .filter(identifier -> known.containsKey(identifier) && !consumer.equals(known.get(identifier)))
                .collect(Collectors.toSet()));
        Instant now = moments.now();
        Consumers.Resolved linked = consumers.linked(
                client, consumer, new Consumers.Told(contact, identifiers, Channel.DIRECT, now), found);
        try {
            refuseTaken(index.link(client, consumer, identifiers));
        } catch (KeyDestroyedException e) {
            throw new KeyGoneException(e.tombstone());
        }
        commands.sendAndWait(
                new IdentifyConsumer(client, consumer, Channel.DIRECT, linked.contact(), Arrival.REFUSED_IF_DUE, now));
        consumers.recorded(client, List.of(linked));
        return Answer.ok(new Found(consumer));
    }

    private static void refuseTaken(Set<Identifier> taken) {
        if (!taken.isEmpty()) {
            throw new IdentifierTakenException("", taken);
        }
    }

    private static List<Identifier> identifiers(Contact contact) {
        List<Identifier> identifiers = contact.identifiers("");
        if (identifiers.isEmpty()) {
            throw new InvalidBodyException("", "at least one of email, phone and external_id");
        }
        return identifiers;
    }
}
