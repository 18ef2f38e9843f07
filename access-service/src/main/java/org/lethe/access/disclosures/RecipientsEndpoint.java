package org.lethe.access.disclosures;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.lethe.access.disclosures.DisclosureBodies.Contract;
import org.lethe.access.disclosures.DisclosureBodies.NewRecipient;
import org.lethe.access.disclosures.DisclosureBodies.ShownContract;
import org.lethe.access.disclosures.DisclosureBodies.ShownRecipient;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RecipientId;
import org.lethe.contracts.RecipientRegistered;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Cursor;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Registers and shows recipients.
final class RecipientsEndpoint {
    private static final String PATH = "/v1/clients/{client}/recipients";

    private final EventLog log;
    private final Commands commands;
    private final DisclosureWords words;
    private final Moments moments;

    RecipientsEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = new DisclosureWords(foundation.part(SealedWords.class));
        this.moments = foundation.moments();
    }

    Routes routes() {
        Terms officers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN);
        Terms readers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN, Role.AUDITOR);
        return new Routes()
                .post(PATH, officers.takes(NewRecipient.class).creates(ShownRecipient.class), this::register)
                .get(PATH, readers.pages(ShownRecipient.class), this::list)
                .get(
                        PATH + "/{recipient}",
                        readers.answers(ShownRecipient.class),
                        request -> Answer.ok(
                                shown(request, known(request, request.path("recipient", RecipientId::parse)))));
    }

    private Answer register(ApiRequest request) {
        NewRecipient wanted = request.body(NewRecipient.class);
        wanted.check();
        ClientId client = request.client();
        Instant now = moments.now();
        Contract contract = wanted.contract();
        RecipientRegistered registered = new RecipientRegistered(
                RecipientId.random(),
                client,
                wanted.kind(),
                wanted.region(),
                contract == null ? null : contract.ends(),
                request.caller().key().toString());
        commands.sendAndWait(new RegisterRecipient(
                registered,
                words.seal(
                        client,
                        RecipientRegistered.class,
                        DisclosureWords.of(
                                DisclosureWords.NAME,
                                wanted.name(),
                                DisclosureWords.CONTRACT,
                                contract == null ? null : contract.reference()),
                        now),
                now));
        return Answer.created(
                "/v1/clients/" + client + "/recipients/" + registered.recipient(),
                shown(request, known(request, registered.recipient())));
    }

    private Answer list(ApiRequest request) {
        long after = request.cursor().map(cursor -> cursor.number(0)).orElse(0L);
        ClientId client = request.client();
        return Answer.ok(request.page(
                Recipient.all(client, log.lookUp(Recipient.criteria(client))).stream()
                        .filter(recipient -> recipient.position() > after)
                        .limit(request.limit() + 1L)
                        .toList(),
                recipient -> Cursor.of(recipient.position()),
                recipient -> shown(request, recipient)));
    }

    private Recipient known(ApiRequest request, RecipientId id) {
        return Recipient.of(request.client(), log.lookUp(Recipient.criteria(id)))
                .orElseThrow(NotFoundException::new);
    }

    private ShownRecipient shown(ApiRequest request, Recipient recipient) {
        Map<String, String> said =
                DisclosuresEndpoint.mayReadWords(request) ? words.open(request.client(), recipient.source()) : Map.of();
        LocalDate ends = recipient.registered().contractEnds();
        String reference = said.get(DisclosureWords.CONTRACT);
        return new ShownRecipient(
                recipient.id(),
                said.get(DisclosureWords.NAME),
                recipient.registered().kind(),
                recipient.registered().region(),
                ends == null && reference == null ? null : new ShownContract(reference, ends),
                recipient.source().recordedAt(),
                recipient.registered().by());
    }
}
