package org.lethe.access.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.notices.Shelf.CLIENT;
import static org.lethe.access.notices.Shelf.IN_30_DAYS;
import static org.lethe.access.notices.Shelf.NOW;
import static org.lethe.access.notices.Shelf.OFFICER;
import static org.lethe.access.notices.Shelf.OTHER;
import static org.lethe.access.notices.Shelf.POLICY;
import static org.lethe.access.notices.Shelf.REGISTERED;
import static org.lethe.access.notices.Shelf.published;
import static org.lethe.access.notices.Shelf.settings;

import java.time.Instant;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lethe.access.notices.PublishPolicy.Published;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyChangeAnnounced;
import org.lethe.contracts.PolicyId;
import org.lethe.contracts.PolicyKind;
import org.lethe.contracts.PolicyPublished;
import org.lethe.service.DecisionFixture;
import org.lethe.service.DecisionFixture.Outcome;
import org.lethe.web.ClientOffboardedException;
import org.lethe.web.NotFoundException;

class PublishPolicyTest {
    private static final PolicyId FIRST = PolicyId.random();
    private static final Instant LAST_YEAR = Instant.parse("2025-11-21T12:00:00Z");
    private static final PolicyChangeAnnounced ON_THE_PAGE =
            new PolicyChangeAnnounced(POLICY, CLIENT, PolicyAudience.CONSUMER, "page", NOW, OFFICER);

    private final DecisionFixture<PublishPolicy, Published> fixture =
            DecisionFixture.of(PublishPolicy.class, PublishPolicy::decide);

    private static PublishPolicy material(String version, Instant effectiveFrom) {
        return publish(PolicyAudience.CONSUMER, PolicyKind.POLICY, version, effectiveFrom, true);
    }

    private static PublishPolicy notMaterial(String version, Instant effectiveFrom) {
        return publish(PolicyAudience.CONSUMER, PolicyKind.POLICY, version, effectiveFrom, false);
    }

    private static PublishPolicy publish(
            PolicyAudience audience, PolicyKind kind, String version, Instant effectiveFrom, boolean material) {
        return new PublishPolicy(
                POLICY, CLIENT, audience, kind, version, effectiveFrom, material, Shelf.note(), OFFICER, NOW);
    }

    private static PolicyPublished notMaterialSince(String version, Instant effectiveFrom) {
        return new PolicyPublished(
                POLICY, CLIENT, PolicyAudience.CONSUMER, PolicyKind.POLICY, version, effectiveFrom, false, OFFICER);
    }

    @Test
    void announcesWhatIsMaterialByPublishingIt() {
        // given
        PublishPolicy publish = material("2", IN_30_DAYS);

        // when
        Outcome<Published> outcome = fixture.given(CLIENT, REGISTERED).when(publish);

        // then
        outcome.thenEntries(
                        new LogEntry(
                                CLIENT,
                                published(POLICY, "2", IN_30_DAYS),
                                publish.text().sealed()),
                        LogEntry.of(CLIENT, ON_THE_PAGE))
                .answers(new Published(IN_30_DAYS))
                .recordedAt(NOW);
        assertThat(outcome.happened().getFirst().id()).isEqualTo(publish.text().event());
    }

    @Test
    void refusesWhatIsMaterialBeforeTheNoticePeriodIsOver() {
        fixture.given(CLIENT, REGISTERED)
                .when(material("2", IN_30_DAYS.minusSeconds(1)))
                .thenRefused(
                        EffectiveTooEarlyException.class,
                        "policy-effective-too-early",
                        Map.of("earliest", IN_30_DAYS.toString(), "limited_by", "notice_period"));
    }

    @Test
    void takesTheEarliestWhereNoneIsNamed() {
        fixture.given(CLIENT, REGISTERED).when(material("2", null)).answers(new Published(IN_30_DAYS));
    }

    @Test
    void countsThePeriodOfTheClientInItsZone() {
        fixture.given(CLIENT, REGISTERED, settings(Period.ofMonths(6), "Europe/Berlin"))
                .when(material("2", null))
                .answers(new Published(Instant.parse("2027-05-21T11:00:00Z"))); // an hour less: summer time
    }

    @Test
    void countsByALongerPeriodThatIsSetInThatMoment() {
        fixture.given(CLIENT, REGISTERED)
                .comingBetween(CLIENT, settings(Period.ofDays(60), "UTC"))
                .when(material("2", IN_30_DAYS))
                .thenRefused(EffectiveTooEarlyException.class, "policy-effective-too-early");
    }

    @Test
    void theFirstMayHaveBeenInForceBefore() {
        Outcome<Published> outcome = fixture.given(CLIENT, REGISTERED).when(notMaterial("1", LAST_YEAR));

        assertThat(outcome.happened().getFirst().event()).isEqualTo(notMaterialSince("1", LAST_YEAR));
        assertThat(outcome.happened()).hasSize(1);
    }

    @Test
    void aLaterOneMayNot() {
        fixture.given(CLIENT, REGISTERED, published(FIRST, "1", LAST_YEAR))
                .when(notMaterial("2", NOW.minusSeconds(1)))
                .thenRefused(
                        EffectiveTooEarlyException.class,
                        "policy-effective-too-early",
                        Map.of("earliest", NOW.toString(), "limited_by", "publication"));
    }

    @Test
    void whatIsNotMaterialIsInForceAtOnce() {
        fixture.given(CLIENT, REGISTERED, published(FIRST, "1", LAST_YEAR))
                .when(notMaterial("1.1", null))
                .answers(new Published(NOW));
    }

    @Test
    void datesDoNotRunBackwards() {
        Instant next = IN_30_DAYS.plusSeconds(60);
        fixture.given(CLIENT, REGISTERED, published(FIRST, "2", next))
                .when(notMaterial("1.1", NOW))
                .thenRefused(
                        EffectiveTooEarlyException.class,
                        "policy-effective-too-early",
                        Map.of("earliest", next.toString(), "limited_by", "earlier_policy"));
    }

    @Test
    void anotherWithTheSameDateTakesThePlace() {
        fixture.given(CLIENT, REGISTERED, published(FIRST, "2", IN_30_DAYS))
                .when(material("2.1", IN_30_DAYS))
                .answers(new Published(IN_30_DAYS));
    }

    @Test
    void datesOfAnotherAudienceOrKindDoNotMatter() {
        Instant next = IN_30_DAYS.plusSeconds(60);
        fixture.given(
                        CLIENT,
                        REGISTERED,
                        published(CLIENT, FIRST, PolicyAudience.VISITOR, PolicyKind.POLICY, "2", next),
                        published(CLIENT, FIRST, PolicyAudience.CONSUMER, PolicyKind.OWNERSHIP, "sale", next))
                .when(material("2", IN_30_DAYS))
                .answers(new Published(IN_30_DAYS));
    }

    @Test
    void refusesAVersionThatTheAudienceHas() {
        fixture.given(
                        CLIENT,
                        REGISTERED,
                        published(CLIENT, FIRST, PolicyAudience.CONSUMER, PolicyKind.OWNERSHIP, "2", LAST_YEAR))
                .when(material("2", IN_30_DAYS))
                .thenRefused(
                        PolicyVersionTakenException.class,
                        "policy-version-taken",
                        Map.of("policy_id", FIRST.toString()));
    }

    @Test
    void refusesOneOfTwoWhoPublishTheSameVersionAtOnce() {
        fixture.given(CLIENT, REGISTERED)
                .comingBetween(CLIENT, published(FIRST, "2", IN_30_DAYS))
                .when(material("2", IN_30_DAYS))
                .thenRefused(PolicyVersionTakenException.class, "policy-version-taken");
    }

    @Test
    void versionsOfOthersDoNotMatter() {
        fixture.given(
                        CLIENT,
                        REGISTERED,
                        published(CLIENT, FIRST, PolicyAudience.VISITOR, PolicyKind.POLICY, "2", LAST_YEAR))
                .given(OTHER, published(OTHER, FIRST, PolicyAudience.CONSUMER, PolicyKind.POLICY, "2", LAST_YEAR))
                .when(material("2", IN_30_DAYS))
                .answers(new Published(IN_30_DAYS));
    }

    @Test
    void refusesAnUnknownClient() {
        fixture.when(material("2", IN_30_DAYS)).thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAClientThatLeft() {
        fixture.given(CLIENT, REGISTERED, new ClientOffboarded(CLIENT, OFFICER))
                .when(material("2", IN_30_DAYS))
                .thenRefused(ClientOffboardedException.class, "client-offboarded");
    }
}
