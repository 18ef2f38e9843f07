package org.lethe.access.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class RulePacksTest {
    private final RulePacks packs = RulePacks.bundled();

    @Test
    void knowsTheRules() {
        assertThat(packs.rules()).containsExactly("ccpa", "ccpa-opt-out", "gdpr", "shield", "uk-gdpr", "us-state");
    }

    @Test
    void namesWhatIsAcceptedForARuleItDoesntKnow() {
        assertThatThrownBy(() -> packs.at("gdrp", LocalDate.parse("2026-01-31")))
                .isInstanceOfSatisfying(
                        UnknownRuleException.class,
                        unknown -> assertThat(unknown.accepted()).isEqualTo(packs.rules()))
                .hasMessageContaining("gdrp")
                .hasMessageContaining("uk-gdpr");
        assertThatThrownBy(() -> packs.get("gdpr", 9))
                .isInstanceOfSatisfying(
                        UnknownRuleException.class,
                        unknown -> assertThat(unknown.accepted()).containsExactly("1"));
    }

    @Test
    void givesTheVersionInForceOnTheDayOfReceipt() {
        assertThat(packs.at("uk-gdpr", LocalDate.parse("2026-02-04")).version()).isEqualTo(1);
        assertThat(packs.at("uk-gdpr", LocalDate.parse("2026-02-05")).version()).isEqualTo(2);
        Instant justBefore = Instant.parse("2026-02-04T23:59:59Z");
        assertThat(packs.at("uk-gdpr", justBefore, ZoneId.of("Europe/London")).version())
                .isEqualTo(1);
        assertThat(packs.at("uk-gdpr", justBefore, ZoneId.of("Europe/Berlin")).version())
                .isEqualTo(2);
    }

    @Test
    void refusesWhatCameBeforeTheRule() {
        assertThatThrownBy(() -> packs.at("gdpr", LocalDate.parse("2018-05-24")))
                .isInstanceOfSatisfying(
                        RuleNotInForceException.class,
                        early -> assertThat(early.inForceFrom()).isEqualTo("2018-05-25"));
    }

    @Test
    void saysWhereEveryNumberStands() {
        assertThat(packs.rules()).flatMap(packs::versions).isNotEmpty().allSatisfy(pack -> {
            assertThat(pack.sources()).isNotEmpty();
            assertThat(packs.get(pack.rule(), pack.version())).isEqualTo(pack);
        });
    }

    /// A changed law: what came before keeps what it came under.
    @Test
    void keepsARequestUnderItsVersion() {
        RulePacks changed = read("""
                {"gdpr": [%s, %s]}
                """.formatted(version(1, "2018-05-25", 30), version(2, "2027-01-01", 20)));
        Facts before = Facts.received(Instant.parse("2026-12-31T12:00:00Z"), ZoneId.of("Etc/UTC"));
        Facts after = Facts.received(Instant.parse("2027-01-01T12:00:00Z"), ZoneId.of("Etc/UTC"));

        RulePack itsOwn = changed.at("gdpr", before.receivedAt(), before.zone());

        assertThat(itsOwn.version()).isEqualTo(1);
        assertThat(Deadlines.of(changed.get("gdpr", 1), before).dueOn()).isEqualTo("2027-01-30");
        assertThat(Deadlines.of(changed.at("gdpr", after.receivedAt(), after.zone()), after)
                        .dueOn())
                .isEqualTo("2027-01-21");
    }

    @Test
    void refusesVersionsThatDontFollowOneAnother() {
        String later = version(2, "2027-01-01", 20);

        assertThatThrownBy(() -> read("{\"gdpr\": [" + later + "," + version(1, "2028-01-01", 30) + "]}"))
                .hasMessageContaining("version 1");
        assertThatThrownBy(() -> read("{\"gdpr\": [" + later + "," + version(3, "2027-01-01", 30) + "]}"))
                .hasMessageContaining("2027-01-01");
        assertThatThrownBy(() -> read("{\"gdpr\": []}")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"due\": {\"weeks\": 3}",
                "\"due\": {\"days\": 3, \"months\": 1}",
                "\"due\": {\"days\": 0}",
                "\"due\": {\"days\": 3}, \"grace\": 3",
                "\"due\": {\"days\": 3}, \"region\": \"Bavaria\"",
                "\"due\": {\"days\": 3}, \"pause\": {\"reasons\": [\"holidays\"], \"asking_day_counts\": true}"
            })
    void refusesWhatItCantMean(String wrong) {
        String json = """
                {"gdpr": [{"version": 1, "effective_from": "2018-05-25", "counted_from": "receipt", "rolls": true,
                           "operational_days": 28, "sources": [], %s}]}
                """.formatted(wrong);

        assertThatThrownBy(() -> read(json)).isInstanceOf(JacksonException.class);
    }

    @Test
    void knowsTheReasonsOfEachPause() {
        LocalDate day = LocalDate.parse("2026-03-02");

        assertThat(packs.at("gdpr", day).pauseReasons()).containsExactly(PauseReason.IDENTITY_IN_DOUBT);
        assertThat(packs.at("uk-gdpr", day).pauseReasons()).containsExactly(PauseReason.CLARIFICATION);
        assertThat(packs.at("ccpa", day).pauseReasons()).isEmpty();
        assertThat(PauseReason.of("identity_in_doubt")).isEqualTo(PauseReason.IDENTITY_IN_DOUBT);
        assertThatThrownBy(() -> PauseReason.of("holidays")).hasMessageContaining("clarification");
    }

    private static String version(int number, String from, int days) {
        return """
               {"version": %d, "effective_from": "%s", "due": {"days": %d}, "counted_from": "receipt", "rolls": false,
                "operational_days": 28, "sources": ["a law"]}
               """.formatted(number, from, days);
    }

    private static RulePacks read(String json) {
        return RulePacks.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
