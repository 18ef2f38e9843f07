package org.lethe.access.settings;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.access.settings.SettingsBodies.NewSettings;
import org.lethe.access.settings.SettingsBodies.ShownBrand;
import org.lethe.access.settings.SettingsBodies.ShownSettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.PrivacySettingsSet;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Shows and sets how requests of a client's consumers are handled.
final class PrivacySettingsEndpoint {
    private static final String PATH = "/v1/clients/{client}/privacy-settings";
    private static final Criteria.Types REGISTERED = Criteria.types(ClientRegistered.class);

    private final EventLog log;
    private final Commands commands;
    private final SealedWords words;
    private final Moments moments;

    PrivacySettingsEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.words = foundation.part(SealedWords.class);
        this.moments = foundation.moments();
    }

    Routes routes() {
        return new Routes()
                .get(
                        PATH,
                        Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN, Role.AUDITOR)
                                .answers(ShownSettings.class)
                                .tagged(),
                        request -> shown(request, PrivacySettings.of(log, request.client())))
                .put(
                        PATH,
                        Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN)
                                .takes(NewSettings.class)
                                .replaces()
                                .answers(ShownSettings.class)
                                .tagged()
                                .refuses(SlugTakenException.TYPE),
                        this::set);
    }

    private Answer set(ApiRequest request) {
        NewSettings wanted = request.body(NewSettings.class);
        Brand brand = wanted.brand() == null ? Brand.NONE : wanted.brand().checked();
        ClientId client = request.client();
        int present = PrivacySettings.of(log, client).version();
        PrivacySettingsSet settings =
                wanted.facts(client, present + 1, request.caller().key().toString());
        requireClient(client);
        request.requireIfMatch(Integer.toString(present));
        Instant now = moments.now();
        EventId event = EventId.random();
        commands.sendAndWait(new SetPrivacySettings(settings, event, sealed(client, event, brand, now), now));
        return shown(request, PrivacySettings.of(log, client));
    }

    private @Nullable Sealed sealed(ClientId client, EventId event, Brand brand, Instant now) {
        Map<String, String> said = brand.words();
        return said.isEmpty() ? null : words.seal(client, event, PrivacySettingsSet.class, said, now);
    }

    private void requireClient(ClientId client) {
        if (log.lookUp(Criteria.of(EventTag.CLIENT, client, REGISTERED)).isEmpty()) {
            throw new NotFoundException();
        }
    }

    private Answer shown(ApiRequest request, PrivacySettings settings) {
        requireClient(request.client());
        boolean mayReadWords =
                request.caller().has(Role.PRIVACY_OFFICER) || request.caller().has(Role.CLIENT_ADMIN);
        Sourced source = settings.source();
        return Answer.ok(new ShownSettings(
                        request.client(),
                        settings.version(),
                        settings.slug(),
                        settings.defaultRule(),
                        settings.zone(),
                        Approval.of(settings.automaticFor()),
                        settings.redactOthers(),
                        settings.languages(),
                        mayReadWords ? ShownBrand.of(Brand.of(words, request.client(), settings)) : null,
                        settings.noticePeriod().toString(),
                        source == null ? null : source.recordedAt(),
                        source != null && source.event() instanceof PrivacySettingsSet set ? set.by() : null))
                .etag(Integer.toString(settings.version()));
    }
}
