package org.lethe.retention.holds;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleaseRequested;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.contracts.WordedEvent;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.retention.buckets.BucketView;
import org.lethe.retention.buckets.Buckets;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.service.people.TwoPeople;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Chars;
import org.lethe.web.Cursor;
import org.lethe.web.NotFoundException;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Places, shows and releases legal holds.
final class HoldsEndpoint {
    private static final String PATH = "/v1/clients/{client}/legal-holds";
    private static final String READER = PATH + "/{hold}/readers/{api_key}";
    private static final String POLICY = "/v1/clients/{client}/legal-hold-policy";
    static final int MAX_WORDS_CHARACTERS = 500;
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);

    private final EventLog log;
    private final Commands commands;
    private final SealedWords words;
    private final Buckets buckets;
    private final Freshness freshness;
    private final Clock clock;

    HoldsEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = foundation.part(SealedWords.class);
        this.buckets = new Buckets(foundation.dataSource());
        this.freshness = foundation.freshness(BucketView.NAME);
        this.clock = foundation.clock();
    }

    record NewHold(
            @Chars(max = MAX_WORDS_CHARACTERS) String matter,
            @Chars(max = MAX_WORDS_CHARACTERS) String reason,
            @Nullable @Chars(max = MAX_WORDS_CHARACTERS) String custodian,
            Scope scope) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }

        Map<String, String> words() {
            Map<String, String> words = new LinkedHashMap<>();
            put(words, "matter", matter);
            put(words, "reason", reason);
            put(words, "custodian", custodian);
            return words;
        }
    }

    record NewRelease(
            @Nullable @Chars(max = MAX_WORDS_CHARACTERS) String reason) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// How a hold stands.
    enum State {
        @JsonProperty("in_force")
        IN_FORCE,
        @JsonProperty("release_requested")
        RELEASE_REQUESTED,
        @JsonProperty("released")
        RELEASED
    }

    record PlacedHold(HoldId holdId, int bucketsGone, List<String> notes) {}

    /// @param readers the API keys that may read what it keeps
    /// @param returnedConsumerIds who was erased under it and came back: it covers them too
    record ShownHold(
            HoldId holdId,
            State state,
            @Nullable String matter,
            @Nullable String reason,
            @Nullable String custodian,
            Scope scope,
            @Nullable List<ConsumerId> returnedConsumerIds,
            @Nullable List<ApiKeyId> readers,
            int bucketsGone,
            Instant placedAt,
            String placedBy,
            @Nullable Instant releaseRequestedAt,
            @Nullable String releaseRequestedBy,
            @Nullable Instant releasedAt,
            @Nullable String releasedBy,
            @Nullable String releaseReason) {}

    record ShownRelease(
            HoldId holdId,
            State state,
            @Nullable String requestedBy,
            @Nullable Instant requestedAt,
            @Nullable String releasedBy,
            @Nullable Instant releasedAt) {}

    record ShownPolicy(boolean twoPersonRelease) {}

    public Routes routes() {
        Terms writers = Terms.roles(Role.RETENTION_OPERATOR, Role.PRIVACY_OFFICER);
        Terms readers = Terms.roles(Role.RETENTION_OPERATOR, Role.PRIVACY_OFFICER, Role.AUDITOR);
        return new Routes()
                .post(
                        PATH,
                        writers.takes(NewHold.class)
                                .creates(PlacedHold.class)
                                .refuses(HoldProblems.NOTHING_LEFT_TO_HOLD, HoldProblems.HOLD_SCOPE_UNKNOWN),
                        this::place)
                .get(PATH, readers.pages(ShownHold.class), this::list)
                .get(PATH + "/{hold}", readers.answers(ShownHold.class), this::show)
                .post(
                        PATH + "/{hold}/release",
                        writers.mayTake(NewRelease.class)
                                .answers(ShownRelease.class)
                                .accepts(ShownRelease.class)
                                .refuses(HoldProblems.RELEASE_NEEDS_ANOTHER),
                        this::release)
                .put(
                        READER,
                        Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN)
                                .repeats(Repeat.NATURAL)
                                .answersNothing()
                                .refuses(HoldProblems.RELEASE_NEEDS_ANOTHER),
                        request -> allow(request, true))
                .delete(
                        READER,
                        Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN)
                                .repeats(Repeat.NATURAL)
                                .answersNothing(),
                        request -> allow(request, false))
                .get(
                        POLICY,
                        Terms.roles(Role.CLIENT_ADMIN, Role.RETENTION_OPERATOR, Role.PRIVACY_OFFICER, Role.AUDITOR)
                                .answers(ShownPolicy.class),
                        request -> Answer.ok(policy(HoldPolicy.of(log.lookUp(HoldPolicy.criteria(request.client()))))))
                .put(
                        POLICY,
                        Terms.roles(Role.CLIENT_ADMIN)
                                .takes(ShownPolicy.class)
                                .answers(ShownPolicy.class)
                                .accepts(ShownPolicy.class)
                                .refuses(HoldProblems.RELEASE_NEEDS_ANOTHER),
                        this::setPolicy);
    }

    private Answer place(ApiRequest request) throws SQLException {
        NewHold wanted = request.body(NewHold.class);
        HoldScope scope = wanted.scope().checked();
        Map<String, String> said = wanted.words();
        ClientId client = request.client();
        HoldPolicy.of(log.lookUp(HoldPolicy.criteria(client))); // there is such a client
        Instant now = now();
        EventId event = EventId.random();
        PlaceHold.Placed placed = commands.sendAndWait(new PlaceHold(
                client,
                HoldId.random(),
                event,
                scope,
                NamedContent.find(log, client, scope),
                scope.namesContent() ? Set.of() : kept(client, scope),
                words.seal(client, event, LegalHoldPlaced.class, said, now),
                request.caller().key().toString(),
                now));
        List<String> notes = placed.bucketsGone() == 0
                ? List.of()
                : List.of("for " + placed.bucketsGone()
                        + " buckets of the scope it comes too late: they were destroyed before, and no hold in force"
                        + " kept them; nothing brings them back");
        return Answer.created(
                "/v1/clients/" + client + "/legal-holds/" + placed.hold(),
                new PlacedHold(placed.hold(), placed.bucketsGone(), notes));
    }

    private Set<Bucket> kept(ClientId client, HoldScope scope) throws SQLException {
        freshness.awaitCaughtUp(VIEW_WAIT);
        Set<Bucket> kept = new HashSet<>(buckets.kept(client));
        kept.removeIf(bucket -> !scope.covers(bucket));
        return kept;
    }

    private Answer list(ApiRequest request) {
        HoldPolicy.of(log.lookUp(HoldPolicy.criteria(request.client())));
        long after = request.cursor().map(cursor -> cursor.number(0)).orElse(0L);
        return Answer.ok(request.page(
                Holds.of(log, request.client()).all().stream()
                        .filter(hold -> hold.position() > after)
                        .limit(request.limit() + 1L)
                        .toList(),
                hold -> Cursor.of(hold.position()),
                hold -> shown(request.client(), hold)));
    }

    private Answer show(ApiRequest request) {
        return Answer.ok(shown(
                request.client(),
                Holds.of(log, request.client())
                        .find(request.path("hold", HoldId::parse))
                        .orElseThrow(NotFoundException::new)));
    }

    private ShownHold shown(ClientId client, Hold hold) {
        Map<String, String> said = opened(client, hold.source());
        List<ConsumerId> returned = new ArrayList<>(hold.scope().consumers());
        returned.removeAll(hold.placed().scope().consumers());
        @Nullable LegalHoldReleased release = hold.release().orElse(null);
        Optional<Sourced> requested = hold.isInForce() ? hold.requested().filter(this::counts) : hold.requested();
        Map<String, String> saidAtRelease = hold.released()
                .or(() -> requested)
                .map(sourced -> opened(client, sourced))
                .orElse(Map.of());
        return new ShownHold(
                hold.id(),
                hold.isInForce() ? requested.isPresent() ? State.RELEASE_REQUESTED : State.IN_FORCE : State.RELEASED,
                said.get("matter"),
                said.get("reason"),
                said.get("custodian"),
                Scope.of(hold.placed().scope()),
                returned.isEmpty() ? null : returned,
                hold.readers().isEmpty() ? null : List.copyOf(hold.readers()),
                hold.placed().bucketsGone(),
                hold.source().recordedAt(),
                hold.placed().by(),
                requested.map(Sourced::recordedAt).orElse(null),
                requested
                        .map(sourced -> ((LegalHoldReleaseRequested) sourced.event()).by())
                        .orElse(null),
                hold.released().map(Sourced::recordedAt).orElse(null),
                release == null ? null : release.by(),
                saidAtRelease.get("reason"));
    }

    /// A request lapses by itself, and with the key that made it.
    private boolean counts(Sourced request) {
        return new TwoPeople(log)
                .counts(((LegalHoldReleaseRequested) request.event()).by(), request.decidedAt(), now());
    }

    private Map<String, String> opened(ClientId client, Sourced sourced) {
        Sealed sealed = sourced.entry().sealed();
        return sealed != null && sourced.event() instanceof WordedEvent worded
                ? words.open(client, sourced.id(), worded.getClass(), sealed, sourced.decidedAt())
                : Map.of();
    }

    private Answer release(ApiRequest request) {
        NewRelease wanted = request.bodyBytes().length == 0 ? new NewRelease(null) : request.body(NewRelease.class);
        Map<String, String> said = new LinkedHashMap<>();
        put(said, "reason", wanted.reason());
        ClientId client = request.client();
        HoldId hold = request.path("hold", HoldId::parse);
        if (Holds.of(log, client).find(hold).isEmpty()) {
            throw new NotFoundException();
        }
        Instant now = now();
        ReleaseHold.Released released = commands.sendAndWait(new ReleaseHold(
                client,
                hold,
                step(client, LegalHoldReleaseRequested.class, said, now),
                step(client, LegalHoldReleased.class, said, now),
                request.caller().key().toString(),
                now));
        Hold known = Holds.of(log, client).find(hold).orElseThrow(NotFoundException::new);
        return switch (released) { // times as the log has them
            case ReleaseHold.Released.Requested asked ->
                Answer.accepted(
                        "/v1/clients/" + client + "/legal-holds/" + hold,
                        new ShownRelease(
                                hold,
                                State.RELEASE_REQUESTED,
                                asked.by(),
                                known.requested().map(Sourced::recordedAt).orElse(asked.at()),
                                null,
                                null));
            case ReleaseHold.Released.Ended ended ->
                Answer.ok(new ShownRelease(
                        hold,
                        State.RELEASED,
                        ended.requestedBy(),
                        null,
                        ended.by(),
                        known.released().map(Sourced::recordedAt).orElse(ended.at())));
        };
    }

    private ReleaseHold.Step step(
            ClientId client, Class<? extends WordedEvent> type, Map<String, String> said, Instant now) {
        EventId event = EventId.random();
        return new ReleaseHold.Step(event, said.isEmpty() ? null : words.seal(client, event, type, said, now));
    }

    private Answer allow(ApiRequest request, boolean allowed) {
        commands.sendAndWait(new AllowReader(
                request.client(),
                request.path("hold", HoldId::parse),
                request.path("api_key", ApiKeyId::parse),
                allowed,
                request.caller().key().toString(),
                now()));
        return Answer.noContent();
    }

    private Answer setPolicy(ApiRequest request) {
        ShownPolicy wanted = request.body(ShownPolicy.class);
        SetHoldPolicy.Outcome outcome = commands.sendAndWait(new SetHoldPolicy(
                request.client(),
                wanted.twoPersonRelease(),
                request.caller().key().toString(),
                now()));
        ShownPolicy policy = policy(outcome.policy());
        return outcome.waits()
                ? Answer.accepted("/v1/clients/" + request.client() + "/legal-hold-policy", policy)
                : Answer.ok(policy);
    }

    private static ShownPolicy policy(HoldPolicy policy) {
        return new ShownPolicy(policy.twoPersonRelease());
    }

    private static void put(Map<String, String> words, String field, @Nullable String text) {
        if (text != null) {
            words.put(field, text);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
