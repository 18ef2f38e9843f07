package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.LogEntry;
import org.lethe.retention.RetentionServer.Brand;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.web.Role;
import tools.jackson.databind.JsonNode;

/// A schedule that would destroy waits, so that whoever did not mean it has a day to notice.
class CoolingOffIT {
    private static final Duration COOLING_OFF = Duration.ofHours(24);
    private static final Instant BEGIN = Instant.parse("2026-11-20T10:00:00Z");
    private static RetentionServer server;

    @BeforeAll
    static void start() {
        server = new RetentionServer(BEGIN, COOLING_OFF).answering();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply set(Brand brand, String period, String more) {
        String etag =
                server.get(brand.path + "/retention-schedule", brand.operator).etag();
        return server.put(
                brand.path + "/retention-schedule",
                brand.operator,
                "{\"rules\":[{\"category\":\"default\",\"period\":\"" + period + "\"}]" + more + "}",
                "If-Match",
                etag);
    }

    private static Brand withOldContent() {
        Brand brand = server.brand("default P13M");
        brand.talk(server.clock.instant().minus(Duration.ofDays(40)).toString());
        server.settled();
        return brand;
    }

    private static Instant effectiveFrom(Reply set) {
        return Instant.parse(set.is(200).text("effective_from"));
    }

    @Test
    void whatASchedulesMakesDueGoesNoSoonerThanItEnds() {
        // given
        Brand brand = withOldContent();
        Instant now = server.clock.instant();
        double before = shortened();

        // when
        Reply set = set(brand, "P1D", "");

        // then
        assertThat(effectiveFrom(set)).isEqualTo(now.plus(COOLING_OFF));
        assertThat(set.json().required("notes").get(0).asString()).contains("cooling-off", "withdrawn");
        assertThat(set.json()
                        .required("shortened")
                        .get(0)
                        .required("buckets_due")
                        .asLong())
                .isEqualTo(1);
        JsonNode shown =
                server.get(brand.path + "/retention-schedule", brand.operator).json();
        assertThat(shown.at("/in_force/version").asInt()).isEqualTo(1);
        assertThat(shown.at("/waiting/version").asInt()).isEqualTo(2);
        assertThat(shortened()).isEqualTo(before + 1);
        String run = "{\"client_id\":\"" + brand.id + "\",\"dry_run\":false}";
        assertThat(destroyed(brand.run(run))).isZero();

        // and then it goes
        server.clock.advance(COOLING_OFF);
        brand.run(run);
        assertThat(server.rows(
                        "SELECT 1 FROM retention.bucket WHERE client_id = '" + brand.id + "' AND destroyed_at IS NULL"))
                .isEmpty();
    }

    private static long destroyed(JsonNode run) {
        return run.toString().split("\"fingerprint\"", -1).length - 1;
    }

    private static double shortened() {
        return server.meters
                .get("lethe.retention.schedules.shortened")
                .counter()
                .count();
    }

    @Test
    void whatWaitsIsWithdrawn() {
        // given
        Brand brand = withOldContent();
        Reply set = set(brand, "P1D", "").is(200);
        String waiting = brand.path + "/retention-schedule/waiting";

        // when
        server.send("DELETE", waiting, brand.operator, null).refused(428, "precondition-required");
        server.send("DELETE", waiting, brand.operator, null, "If-Match", "\"1\"")
                .refused(412, "precondition-failed");
        Reply withdrawn = server.send("DELETE", waiting, brand.officer, null, "If-Match", set.etag());

        // then what was in force is a version of its own
        assertThat(withdrawn.is(200).json().required("version").asInt()).isEqualTo(3);
        assertThat(withdrawn.json().at("/rules/0/period").asString()).isEqualTo("P13M");
        server.clock.advance(COOLING_OFF.plusHours(1));
        JsonNode shown =
                server.get(brand.path + "/retention-schedule", brand.operator).json();
        assertThat(shown.at("/in_force/version").asInt()).isEqualTo(3);
        server.send("DELETE", waiting, brand.operator, null, "If-Match", withdrawn.etag())
                .refused(409, "nothing-waiting");
    }

    @Test
    void whatDestroysNothingSoonerHoldsAtOnce() {
        Brand brand = withOldContent();
        Instant now = server.clock.instant();

        // longer, and shorter than what there is needs
        assertThat(effectiveFrom(set(brand, "P7Y", ""))).isEqualTo(now);
        assertThat(effectiveFrom(set(brand, "P2Y", ""))).isEqualTo(now);
        assertThat(effectiveFrom(set(server.brand("default P13M"), "P1D", ""))).isEqualTo(now); // there is nothing
    }

    @Test
    void aDateWithinTheCoolingOffIsMovedToItsEndAndALaterOneStays() {
        Brand brand = withOldContent();
        Instant now = server.clock.instant();
        String from = ",\"effective_from\":\"%s\"";

        assertThat(effectiveFrom(set(brand, "P1D", from.formatted(now.plusSeconds(60)))))
                .isEqualTo(now.plus(COOLING_OFF));
        assertThat(effectiveFrom(set(brand, "P1D", from.formatted(now.plus(COOLING_OFF.multipliedBy(3))))))
                .isEqualTo(now.plus(COOLING_OFF.multipliedBy(3)));
    }

    @Test
    void theSameTwiceIsNoWayAround() {
        Brand brand = withOldContent();
        Instant now = server.clock.instant();
        set(brand, "P1D", "").is(200);
        server.clock.advance(Duration.ofHours(1));

        assertThat(effectiveFrom(set(brand, "P2D", "")))
                .isEqualTo(now.plus(COOLING_OFF).plusSeconds(3_600));
    }

    @Test
    void theEndOfAnAccountHasTheBrakeToo() {
        Brand brand = server.brand("default P13M");
        server.append(brand.id, LogEntry.of(brand.id, new ClientOffboarded(brand.id, "admin")));
        server.clock.advance(Duration.ofDays(40));
        String operator = server.key(ClientId.PLATFORM, Role.RETENTION_OPERATOR);
        String etag = server.get(brand.path + "/retention-schedule", operator).etag();

        Reply set = server.put(
                brand.path + "/retention-schedule",
                operator,
                "{\"rules\":[{\"category\":\"default\",\"period\":\"P13M\"},"
                        + "{\"category\":\"account_end\",\"period\":\"P1D\"}]}",
                "If-Match",
                etag);

        assertThat(effectiveFrom(set)).isEqualTo(server.clock.instant().plus(COOLING_OFF));
    }

    @Test
    void whatDestroysIsShownAndCountedWhateverIsSetBehindIt() {
        // given one that destroys, with a date of its own, and a harmless one behind it
        Brand brand = withOldContent();
        Instant now = server.clock.instant();
        double before = shortened();
        String from = ",\"effective_from\":\"%s\"";
        set(brand, "P1D", from.formatted(now.plus(COOLING_OFF).plusSeconds(60))).is(200);
        set(brand, "P13M", from.formatted(now.plus(COOLING_OFF).plusSeconds(3_600)))
                .is(200);

        // then
        assertThat(shortened()).isEqualTo(before + 1);
        Reply shown = server.get(brand.path + "/retention-schedule", brand.operator);
        assertThat(shown.json().at("/waiting/version").asInt()).isEqualTo(2);

        // and a withdrawal takes back both
        server.send(
                        "DELETE",
                        brand.path + "/retention-schedule/waiting",
                        brand.operator,
                        null,
                        "If-Match",
                        shown.etag())
                .is(200);
        server.clock.advance(COOLING_OFF.plusHours(2));
        assertThat(server.get(brand.path + "/retention-schedule", brand.operator)
                        .json()
                        .at("/in_force/version")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void takingBackALengtheningDestroysToo() {
        Brand brand = server.brand("default P7D");
        brand.talk(server.clock.instant().minus(Duration.ofHours(12)).toString());
        server.settled();
        Instant now = server.clock.instant();
        set(brand, "P7Y", ",\"effective_from\":\"" + now.plusSeconds(60) + "\"").is(200);
        server.clock.advance(Duration.ofDays(9));
        Instant later = server.clock.instant();

        assertThat(effectiveFrom(set(brand, "P7D", ""))).isEqualTo(later.plus(COOLING_OFF));
    }

    @Test
    void aLongCoolingOffCoversWhatComesDuringIt() {
        try (RetentionServer patient = new RetentionServer(BEGIN, Duration.ofDays(7))) {
            Brand brand = patient.brand("default P13M");

            Reply set = patient.put(
                    brand.path + "/retention-schedule",
                    brand.operator,
                    "{\"rules\":[{\"category\":\"default\",\"period\":\"P13M\"},"
                            + "{\"category\":\"messages\",\"channel\":\"web\",\"period\":\"P1D\"}]}",
                    "If-Match",
                    "\"1\"");

            assertThat(effectiveFrom(set)).isEqualTo(BEGIN.plus(Duration.ofDays(7)));
        }
    }
}
