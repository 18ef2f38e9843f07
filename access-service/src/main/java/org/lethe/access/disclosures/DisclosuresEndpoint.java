package org.lethe.access.disclosures;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.access.disclosures.DisclosureBodies.NewDisclosure;
import org.lethe.access.disclosures.DisclosureBodies.Refusal;
import org.lethe.access.disclosures.DisclosureBodies.ShownDisclosure;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Disclosed;
import org.lethe.contracts.DisclosureEvent;
import org.lethe.contracts.DisclosureGround;
import org.lethe.contracts.DisclosureId;
import org.lethe.contracts.DisclosureRefused;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RecipientId;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.service.people.TwoPeople;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Cursor;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Puts disclosures on record, shows them, and lets a second person decide what lawful process wants.
final class DisclosuresEndpoint {
    private static final String PATH = "/v1/clients/{client}/disclosures";
    private static final String ONE = PATH + "/{disclosure}";
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);
    private static final Criteria.Types OPENED = Criteria.types(ConversationOpened.class);

    private final EventLog log;
    private final Commands commands;
    private final DataSubjects subjects;
    private final DisclosureWords words;
    private final DisclosureView view;
    private final Freshness freshness;
    private final Moments moments;

    DisclosuresEndpoint(Foundation foundation, DisclosureView view) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.subjects = foundation.part(DataSubjects.class);
        this.words = new DisclosureWords(foundation.part(SealedWords.class));
        this.view = view;
        this.freshness = foundation.freshness(DisclosureView.NAME);
        this.moments = foundation.moments();
    }

    Routes routes() {
        Terms officers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN);
        Terms readers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN, Role.AUDITOR);
        Terms decides = officers.answers(ShownDisclosure.class).refuses(NotAwaitingApprovalException.TYPE);
        return new Routes()
                .post(
                        PATH,
                        officers.takes(NewDisclosure.class)
                                .creates(ShownDisclosure.class)
                                .accepts(ShownDisclosure.class)
                                .refuses(
                                        RecipientUnknownException.TYPE,
                                        ContractEndedException.TYPE,
                                        OptedOutException.TYPE,
                                        NamesUnknownException.TYPE),
                        this::record)
                .get(
                        PATH,
                        readers.query("disclosure_state", DisclosureState.class)
                                .query("ground", DisclosureGround.class)
                                .query("recipient_id", RecipientId.class)
                                .query("consumer_id", ConsumerId.class)
                                .pages(ShownDisclosure.class),
                        this::list)
                .get(ONE, readers.answers(ShownDisclosure.class), request -> Answer.ok(shown(request, known(request))))
                .post(
                        ONE + "/approve",
                        decides.refuses(
                                ApprovalNeedsAnotherException.TYPE,
                                ContractEndedException.TYPE,
                                RecipientUnknownException.TYPE),
                        this::approve)
                .post(ONE + "/refuse", decides.takes(Refusal.class), this::refuse);
    }

    private Answer record(ApiRequest request) {
        NewDisclosure wanted = request.body(NewDisclosure.class);
        wanted.check();
        ClientId client = request.client();
        Disclosed what = wanted.facts(concerned(client, wanted));
        DisclosureId id = DisclosureId.random();
        Instant now = moments.now();
        RecordDisclosure.Outcome outcome = commands.sendAndWait(new RecordDisclosure(
                client,
                id,
                what,
                words.seal(
                        client,
                        RecordDisclosure.eventOf(what),
                        DisclosureWords.of(
                                DisclosureWords.PURPOSE,
                                wanted.purpose(),
                                DisclosureWords.REFERENCE,
                                wanted.reference()),
                        now),
                by(request),
                now));
        String location = "/v1/clients/" + client + "/disclosures/" + id;
        ShownDisclosure shown = shown(request, known(client, id));
        return outcome.waits() ? Answer.accepted(location, shown) : Answer.created(location, shown);
    }

    /// All consumers of it, those of its conversations too.
    private List<ConsumerId> concerned(ClientId client, NewDisclosure wanted) {
        Set<ConsumerId> concerned = new LinkedHashSet<>();
        Set<UUID> unknown = new LinkedHashSet<>();
        if (wanted.consumerIds() != null) {
            concerned.addAll(wanted.consumerIds());
            concerned.stream()
                    .filter(consumer -> !subjects.isKnown(client, consumer))
                    .forEach(consumer -> unknown.add(consumer.value()));
        }
        if (wanted.conversationIds() != null) {
            Map<ConversationId, ConsumerId> openers = openers(client, wanted.conversationIds());
            for (ConversationId conversation : wanted.conversationIds()) {
                ConsumerId opener = openers.get(conversation);
                if (opener == null) {
                    unknown.add(conversation.value());
                } else {
                    concerned.add(opener);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new NamesUnknownException(List.copyOf(unknown));
        }
        if (concerned.size() > Disclosed.MOST_CONSUMERS) {
            throw new InvalidBodyException(
                    "/conversation_ids",
                    "of at most " + Disclosed.MOST_CONSUMERS + " consumers together with consumer_ids; send more than"
                            + " one");
        }
        return List.copyOf(concerned);
    }

    private Map<ConversationId, ConsumerId> openers(ClientId client, List<ConversationId> conversations) {
        Map<ConversationId, ConsumerId> openers = new HashMap<>();
        EventCriteria opened = EventCriteria.either(conversations.stream()
                .map(conversation -> Criteria.of(EventTag.CONVERSATION, conversation, OPENED))
                .toList());
        for (Sourced sourced : log.lookUp(opened)) {
            if (sourced.event() instanceof ConversationOpened one
                    && sourced.entry().client().equals(client)) {
                openers.put(one.conversation(), one.consumer());
            }
        }
        return openers;
    }

    private Answer approve(ApiRequest request) {
        DisclosureEntry entry = known(request);
        commands.sendAndWait(new ApproveDisclosure(request.client(), entry.id(), by(request), moments.now()));
        return Answer.ok(shown(request, known(request)));
    }

    private Answer refuse(ApiRequest request) {
        Refusal refusal = request.body(Refusal.class);
        DisclosureEntry entry = known(request);
        Instant now = moments.now();
        commands.sendAndWait(new RefuseDisclosure(
                request.client(),
                entry.id(),
                words.seal(
                        request.client(),
                        DisclosureRefused.class,
                        Map.of(DisclosureWords.REASON, refusal.reason()),
                        now),
                by(request),
                now));
        return Answer.ok(shown(request, known(request)));
    }

    private Answer list(ApiRequest request) throws SQLException {
        DisclosureView.Filter filter = new DisclosureView.Filter(
                request.query(
                                "disclosure_state",
                                "a state such as recorded",
                                named(DisclosureState.values(), DisclosureState::wireName))
                        .orElse(null),
                request.query(
                                "ground",
                                "a ground such as consent",
                                named(DisclosureGround.values(), DisclosureGround::wireName))
                        .orElse(null),
                request.query("recipient_id", "the id of a recipient", RecipientId::parse)
                        .orElse(null),
                request.query("consumer_id", "the id of a consumer", ConsumerId::parse)
                        .orElse(null),
                request.cursor()
                        .map(cursor -> new DisclosureView.Place(cursor.instant(0), new DisclosureId(cursor.uuid(1))))
                        .orElse(null));
        freshness.awaitCaughtUp(VIEW_WAIT);
        return Answer.ok(request.page(
                view.list(request.client(), filter, moments.now(), request.limit() + 1),
                row -> Cursor.of(row.begunAt(), row.disclosure().value()),
                row -> shown(request, known(request.client(), row.disclosure()))));
    }

    private static <E> Function<String, E> named(E[] all, Function<E, String> name) {
        return text -> Arrays.stream(all)
                .filter(one -> name.apply(one).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such name"));
    }

    private DisclosureEntry known(ApiRequest request) {
        return known(request.client(), request.path("disclosure", DisclosureId::parse));
    }

    private DisclosureEntry known(ClientId client, DisclosureId id) {
        return DisclosureEntry.of(client, log.lookUp(DisclosureEntry.criteria(id)))
                .orElseThrow(NotFoundException::new);
    }

    private ShownDisclosure shown(ApiRequest request, DisclosureEntry entry) {
        boolean mayRead = mayReadWords(request);
        Map<String, String> said = mayRead ? words.open(entry.client(), entry.begun()) : Map.of();
        Disclosed what = entry.what();
        DisclosureState state = entry.state(new TwoPeople(log), moments.now());
        boolean refused = state == DisclosureState.REFUSED;
        Sourced recorded = switch (state) {
            case RECORDED -> entry.wasProposed() ? entry.ended() : entry.begun();
            case AWAITING_APPROVAL, LAPSED, REFUSED -> null;
        };
        Sourced refusal = refused ? entry.ended() : null;
        return new ShownDisclosure(
                entry.id(),
                state,
                what.recipient(),
                what.ground(),
                said.get(DisclosureWords.PURPOSE),
                said.get(DisclosureWords.REFERENCE),
                what.consumers(),
                what.conversations(),
                what.categories(),
                what.region(),
                what.mayBeToldFrom(),
                entry.wasProposed() ? entry.begun().recordedAt() : null,
                entry.wasProposed() ? entry.by() : null,
                state == DisclosureState.AWAITING_APPROVAL ? entry.lapsesAt() : null,
                at(recorded),
                by(recorded),
                at(refusal),
                by(refusal),
                mayRead ? words.open(entry.client(), refusal).get(DisclosureWords.REASON) : null);
    }

    private static @Nullable Instant at(@Nullable Sourced sourced) {
        return sourced == null ? null : sourced.recordedAt();
    }

    private static @Nullable String by(@Nullable Sourced sourced) {
        return sourced != null && sourced.event() instanceof DisclosureEvent step ? step.by() : null;
    }

    /// Auditors see facts; words are for those who answer for them.
    static boolean mayReadWords(ApiRequest request) {
        return request.caller().has(Role.PRIVACY_OFFICER) || request.caller().has(Role.CLIENT_ADMIN);
    }

    private static String by(ApiRequest request) {
        return request.caller().key().toString();
    }
}
