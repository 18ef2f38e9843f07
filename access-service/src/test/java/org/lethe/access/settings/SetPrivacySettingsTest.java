package org.lethe.access.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.access.settings.SetPrivacySettings.Set;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PrivacySettingsSet;
import org.lethe.contracts.Sealed;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.NotFoundException;
import org.lethe.web.PreconditionFailedException;

class SetPrivacySettingsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final ClientId OTHER = ClientId.random();
    private static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");

    private final DecisionFixture<SetPrivacySettings, Set> fixture =
            DecisionFixture.of(SetPrivacySettings.class, SetPrivacySettings::decide);

    private static PrivacySettingsSet settings(ClientId client, int version, String slug) {
        return new PrivacySettingsSet(
                client, version, slug, "gdpr", "UTC", List.of(), true, List.of("en"), Period.ofDays(30), "officer");
    }

    private static SetPrivacySettings set(int version, String slug) {
        return new SetPrivacySettings(settings(CLIENT, version, slug), EventId.random(), null, NOW);
    }

    @Test
    void setsTheFirst() {
        fixture.given(CLIENT, REGISTERED).when(set(1, "acme")).then(CLIENT, settings(CLIENT, 1, "acme"));
    }

    @Test
    void bindsTheBrandToItsEvent() {
        // given
        EventId event = EventId.random();
        Sealed brand = new Sealed(new byte[] {1});

        // when
        Outcome<Set> outcome = fixture.given(CLIENT, REGISTERED)
                .when(new SetPrivacySettings(settings(CLIENT, 1, null), event, brand, NOW));

        // then
        outcome.thenEntries(new LogEntry(CLIENT, settings(CLIENT, 1, null), brand))
                .recordedAt(NOW);
        assertThat(outcome.happened().getFirst().id()).isEqualTo(event);
    }

    @Test
    void refusesWhatTheCallerHasNotSeen() {
        fixture.given(CLIENT, REGISTERED, settings(CLIENT, 1, null))
                .when(set(1, "acme"))
                .thenRefused(PreconditionFailedException.class, "precondition-failed");
    }

    @Test
    void refusesASlugThatAnotherClientHas() {
        fixture.given(CLIENT, REGISTERED)
                .given(OTHER, settings(OTHER, 1, "acme"))
                .when(set(1, "acme"))
                .thenRefused(SlugTakenException.class, "slug-taken");
    }

    @Test
    void refusesASlugThatAnotherClientHadOnce() {
        fixture.given(CLIENT, REGISTERED)
                .given(OTHER, settings(OTHER, 1, "acme"), settings(OTHER, 2, "acme-shop"))
                .when(set(1, "acme"))
                .thenRefused(SlugTakenException.class, "slug-taken");
    }

    @Test
    void refusesASlugThatAnotherClientTakesInThatMoment() {
        fixture.given(CLIENT, REGISTERED)
                .comingBetween(OTHER, settings(OTHER, 1, "acme"))
                .when(set(1, "acme"))
                .thenRefused(SlugTakenException.class, "slug-taken");
    }

    @Test
    void goesBackToASlugOfItsOwn() {
        fixture.given(CLIENT, REGISTERED, settings(CLIENT, 1, "acme"), settings(CLIENT, 2, "acme-shop"))
                .when(set(3, "acme"))
                .then(CLIENT, settings(CLIENT, 3, "acme"));
    }

    @Test
    void refusesOneOfTwoWhoSetAtOnce() {
        fixture.given(CLIENT, REGISTERED)
                .comingBetween(CLIENT, settings(CLIENT, 1, null))
                .when(set(1, "acme"))
                .thenRefused(PreconditionFailedException.class, "precondition-failed");
    }

    @Test
    void refusesAnUnknownClient() {
        fixture.when(set(1, "acme")).thenRefused(NotFoundException.class, "not-found");
    }
}
