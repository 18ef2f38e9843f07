package org.lethe.transcript.clients;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.retention.InvalidRulesException;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.contracts.retention.RuleText;
import org.lethe.eventlog.Commands;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.web.Answer;
import org.lethe.web.ApiKeyRecord;
import org.lethe.web.ApiKeys;
import org.lethe.web.ApiRequest;
import org.lethe.web.Chars;
import org.lethe.web.Cursor;
import org.lethe.web.FieldError;
import org.lethe.web.ForbiddenException;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Items;
import org.lethe.web.Moments;
import org.lethe.web.NewApiKey;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Takes clients on, shows them, gives them API keys.
final class ClientsEndpoint {
    static final int MAX_NAME_CHARACTERS = 200;
    private static final Duration VIEW_WAIT = Duration.ofSeconds(2);

    private final Clients clients;
    private final ClientView view;
    private final Freshness freshness;
    private final ApiKeys apiKeys;
    private final Commands commands;
    private final Moments moments;

    ClientsEndpoint(Foundation foundation, ClientView view) {
        this.clients = new Clients(foundation.log());
        this.view = view;
        this.freshness = foundation.freshness(view.name());
        this.apiKeys = foundation.part(ApiKeys.class);
        this.commands = foundation.commands();
        this.moments = foundation.moments();
    }

    record NewClient(
            @Chars(max = MAX_NAME_CHARACTERS) String name,
            @Chars(max = MAX_NAME_CHARACTERS) String region,
            NewSchedule retention) {}

    record NewSchedule(
            @Items(max = RetentionRules.MAX_RULES, of = "rules")
            List<RuleText> rules) {}

    record CreatedClient(ClientId clientId) {}

    record ShownClient(ClientId clientId, String name, String region) {}

    record ShownOffboarding(ClientId clientId, Instant offboardedAt) {}

    record NewKey(
            @Chars(max = MAX_NAME_CHARACTERS) String name,
            @Items(of = "role") List<Role> roles,
            @Nullable Instant expiresAt) {}

    record CreatedKey(
            ApiKeyId apiKeyId,
            String apiKey,
            List<Role> roles,
            @Nullable Instant expiresAt) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record ShownKey(
            ApiKeyId apiKeyId,
            String name,
            List<Role> roles,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {}

    record Keys(List<ShownKey> items) {}

    public Routes routes() {
        String keys = "/v1/clients/{client}/api-keys";
        String platformKeys = "/v1/api-keys";
        return new Routes()
                .post(
                        "/v1/clients",
                        Terms.roles(Role.PLATFORM_ADMIN).takes(NewClient.class).creates(CreatedClient.class),
                        this::register)
                .get(
                        "/v1/clients",
                        Terms.roles(Role.PLATFORM_ADMIN, Role.CLIENT_ADMIN).pages(ShownClient.class),
                        this::list)
                .get("/v1/clients/{client}", anyRole().answers(ShownClient.class), this::show)
                .post(
                        "/v1/clients/{client}/offboard",
                        Terms.roles(Role.PLATFORM_ADMIN).answers(ShownOffboarding.class),
                        this::offboard)
                .post(
                        keys,
                        Terms.roles(Role.PLATFORM_ADMIN, Role.CLIENT_ADMIN)
                                .takes(NewKey.class)
                                .creates(CreatedKey.class)
                                .withSecretAnswer(),
                        this::issue)
                .get(keys, Terms.roles(Role.PLATFORM_ADMIN, Role.CLIENT_ADMIN).answers(Keys.class), this::listKeys)
                .delete(
                        keys + "/{api_key}",
                        Terms.roles(Role.PLATFORM_ADMIN, Role.CLIENT_ADMIN).answersNothing(),
                        request -> revoke(request, request.client()))
                .post(
                        platformKeys,
                        Terms.roles(Role.PLATFORM_ADMIN)
                                .takes(NewKey.class)
                                .creates(CreatedKey.class)
                                .withSecretAnswer(),
                        this::issueForPlatform)
                .get(platformKeys, Terms.roles(Role.PLATFORM_ADMIN).answers(Keys.class), _ -> keysOf(ClientId.PLATFORM))
                .delete(
                        platformKeys + "/{api_key}",
                        Terms.roles(Role.PLATFORM_ADMIN).answersNothing(),
                        request -> revoke(request, ClientId.PLATFORM));
    }

    private static Terms anyRole() {
        return Terms.roles(Role.PLATFORM_ADMIN, Role.values());
    }

    private Answer register(ApiRequest request) {
        NewClient wanted = request.body(NewClient.class);
        ClientId client = ClientId.random();
        commands.sendAndWait(new RegisterClient(
                client,
                kept(wanted.name()),
                wanted.region(),
                rules(wanted.retention().rules()),
                request.caller().key().toString(),
                moments.now()));
        return Answer.created("/v1/clients/" + client, new CreatedClient(client));
    }

    /// White space that nobody sees, or an accent that is composed otherwise, is no other brand.
    private static String kept(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
    }

    private static RetentionRules rules(List<RuleText> wanted) {
        try {
            return RetentionRules.read(wanted);
        } catch (InvalidRulesException e) {
            throw refusal(e);
        }
    }

    static InvalidBodyException refusal(InvalidRulesException refused) {
        return new InvalidBodyException(refused.faults().stream()
                .map(fault -> new FieldError("/retention/rules" + fault.pointer(), fault.detail()))
                .toList());
    }

    private Answer list(ApiRequest request) {
        long after = request.cursor().map(cursor -> cursor.number(0)).orElse(0L);
        freshness.awaitCaughtUp(VIEW_WAIT);
        return Answer.ok(request.page(
                view.list(request.caller().client(), after, request.limit() + 1),
                client -> Cursor.of(client.position()),
                client -> new ShownClient(client.id(), client.name(), client.region())));
    }

    private Answer show(ApiRequest request) {
        Clients.Registered client = clients.get(request.client());
        return Answer.ok(new ShownClient(client.id(), client.name(), client.region()));
    }

    private Answer offboard(ApiRequest request) {
        OffboardClient.Offboarded offboarded = commands.sendAndWait(
                new OffboardClient(request.client(), request.caller().key().toString(), moments.now()));
        return Answer.ok(new ShownOffboarding(
                request.client(), clients.leftAt(request.client()).orElse(offboarded.at())));
    }

    private Answer issue(ApiRequest request) {
        NewKey wanted = request.body(NewKey.class);
        ClientId client = clients.get(request.client()).id();
        if (!Collections.disjoint(wanted.roles(), Role.OF_THE_PLATFORM)) {
            throw new InvalidBodyException(
                    "/roles", "at least one role; platform-admin and service are for keys of the platform only");
        }
        // Who sets for how long things are kept must not make who lets them go.
        if (wanted.roles().contains(Role.RETENTION_OPERATOR)
                && !request.caller().has(Role.PLATFORM_ADMIN)) {
            throw new ForbiddenException(
                    "the role retention-operator is given by the platform: ask for a key from there, or leave it out");
        }
        return issue(request, client, wanted, "/v1/clients/" + client + "/api-keys/");
    }

    private Answer issueForPlatform(ApiRequest request) {
        return issue(request, ClientId.PLATFORM, request.body(NewKey.class), "/v1/api-keys/");
    }

    private Answer issue(ApiRequest request, ClientId client, NewKey wanted, String location) {
        Instant now = moments.now();
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now)) {
            throw new InvalidBodyException("/expires_at", "a time to come");
        }
        NewApiKey key = ApiKeys.generate();
        ApiKeyId id = ApiKeyId.random();
        Set<Role> roles = EnumSet.copyOf(wanted.roles());
        commands.sendAndWait(new IssueApiKey(
                client,
                id,
                wanted.name(),
                roles,
                key.sha256(),
                wanted.expiresAt(),
                request.caller().key().toString(),
                now));
        return Answer.created(location + id, new CreatedKey(id, key.secret(), List.copyOf(roles), wanted.expiresAt()));
    }

    private Answer listKeys(ApiRequest request) {
        return keysOf(clients.get(request.client()).id());
    }

    private Answer keysOf(ClientId client) {
        return Answer.ok(new Keys(
                apiKeys.list(client).stream().map(ClientsEndpoint::shown).toList()));
    }

    private static ShownKey shown(ApiKeyRecord key) {
        return new ShownKey(
                key.key(),
                key.name(),
                List.copyOf(key.roles()),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.lastUsedAt());
    }

    private Answer revoke(ApiRequest request, ClientId owner) {
        commands.sendAndWait(new RevokeApiKey(
                owner,
                request.path("api_key", ApiKeyId::parse),
                request.caller().key().toString(),
                moments.now()));
        return Answer.noContent();
    }
}
