package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.retention.RetentionServer.Brand;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.web.Role;
import tools.jackson.databind.JsonNode;

class SchedulesIT {
    private static RetentionServer server;

    @BeforeAll
    static void start() {
        server = new RetentionServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void noLimits() {
        setLimits("{}");
    }

    private static void setLimits(String body) {
        server.put(
                        "/v1/retention-limits",
                        server.platform,
                        body,
                        "If-Match",
                        server.get("/v1/retention-limits", server.platform).etag())
                .is(200);
    }

    private static Reply set(Brand brand, String version, String body) {
        return server.put(brand.path + "/retention-schedule", brand.operator, body, "If-Match", '"' + version + '"');
    }

    private static String rules(String rules) {
        return "{\"rules\":[" + rules + "]}";
    }

    @Test
    void aScheduleIsSetShownAndRemembered() {
        // given
        Brand brand = server.brand("default P13M");
        Reply first =
                server.get(brand.path + "/retention-schedule", brand.operator).is(200);
        assertThat(first.etag()).isEqualTo("\"1\"");

        // when
        Reply set = set(brand, "1", """
                {"rules":[{"category":"default","period":"P7Y"},{"category":"messages","channel":"web","period":"P400D"}],
                 "reason":"the new contract"}""").is(200);

        // then
        assertThat(set.etag()).isEqualTo("\"2\"");
        Reply shown =
                server.get(brand.path + "/retention-schedule", brand.operator).is(200);
        assertThat(shown.json().at("/in_force/version").asInt()).isEqualTo(2);
        assertThat(shown.json().at("/in_force/rules/1/period").asString()).isEqualTo("P400D");
        JsonNode history = server.get(brand.path + "/retention-schedule/history", brand.operator)
                .is(200)
                .json()
                .required("items");
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.get(0).required("in_force").asBoolean()).isFalse();
        assertThat(history.get(1).required("reason").asString()).isEqualTo("the new contract");
        assertThat(history.get(1).required("set_by").asString()).isNotEqualTo("bootstrap");
    }

    @Test
    void twoWhoChangeTheSameVersionDoNotOverwriteEachOther() {
        Brand brand = server.brand("default P13M");
        String body = rules("{\"category\":\"default\",\"period\":\"P1Y\"}");
        server.put(brand.path + "/retention-schedule", brand.operator, body).refused(428, "precondition-required");
        set(brand, "1", body).is(200);
        set(brand, "1", body).refused(412, "precondition-failed");
        set(brand, "2", body).is(200);
    }

    @Test
    void aFutureScheduleWaitsAndOneOfThePastIsRefused() {
        // given
        Brand brand = server.brand("default P13M");
        Instant then = server.clock.instant().plus(Duration.ofDays(30));
        String rules = "{\"rules\":[{\"category\":\"default\",\"period\":\"P1M\"}],\"effective_from\":\"%s\"}";

        // when
        Reply waiting = set(brand, "1", rules.formatted(then)).is(200);

        // then
        assertThat(waiting.json().required("notes").get(0).asString()).startsWith("waits until");
        JsonNode now =
                server.get(brand.path + "/retention-schedule", brand.operator).json();
        assertThat(now.at("/in_force/version").asInt()).isEqualTo(1);
        assertThat(now.at("/waiting/version").asInt()).isEqualTo(2);
        assertThat(inForce(brand, then.minusSeconds(1))).isEqualTo(1);
        assertThat(inForce(brand, then)).isEqualTo(2);
        Reply past = set(brand, "2", rules.formatted(server.clock.instant().minusSeconds(1)));
        assertThat(past.refused(400, "invalid-body").pointers()).containsExactly("/effective_from");

        // and a later version replaces the one that waits
        Reply replaced = set(brand, "2", rules("{\"category\":\"default\",\"period\":\"P2Y\"}"))
                .is(200);
        assertThat(replaced.json().required("notes").get(0).asString())
                .contains("version 2")
                .contains("replaced");
        assertThat(inForce(brand, then)).isEqualTo(3);
    }

    private static int inForce(Brand brand, Instant at) {
        return server.get(brand.path + "/retention-schedule?at=" + at, brand.operator)
                .is(200)
                .json()
                .at("/in_force/version")
                .asInt();
    }

    @Test
    void refusesWhatIsNoScheduleByItsPlaceInTheBody() {
        Brand brand = server.brand("default P13M");

        assertThat(set(brand, "1", rules("{\"category\":\"default\",\"period\":\"P0D\"}"))
                        .refused(400, "invalid-body")
                        .pointers())
                .containsExactly("/rules/0/period");
    }

    @Test
    void aRuleOutsideTheLimitsIsRefusedWithTheLimits() {
        // given
        Brand brand = server.brand("default P13M");
        setLimits("{\"floor\":\"P366D\",\"ceiling\":\"P10Y\"}");

        // then
        Reply refused = set(brand, "1", rules("{\"category\":\"default\",\"period\":\"P1Y\"}"));
        assertThat(refused.refused(400, "invalid-body").pointers()).containsExactly("/rules/0/period");
        assertThat(refused.body()).contains("P366D").contains("P10Y").contains("365 or 366 days");
    }

    @Test
    void limitsAreThePlatformsAndAgreeWithThemselves() {
        Brand brand = server.brand("default P13M");
        String etag = server.get("/v1/retention-limits", brand.operator).is(200).etag();

        server.put("/v1/retention-limits", brand.operator, "{}", "If-Match", etag)
                .refused(403, "forbidden");
        server.put("/v1/retention-limits", server.platform, "{}").refused(428, "precondition-required");
        server.put("/v1/retention-limits", server.platform, "{}", "If-Match", "\"999\"")
                .refused(412, "precondition-failed");
        assertThat(server.put(
                                "/v1/retention-limits",
                                server.platform,
                                "{\"floor\":\"P2Y\",\"ceiling\":\"P1Y\"}",
                                "If-Match",
                                etag)
                        .refused(400, "invalid-body")
                        .pointers())
                .containsExactly("/ceiling");
    }

    @Test
    void saysWhatAShorterPeriodMakesDue() {
        // given
        Brand brand = server.brand("default P13M");
        brand.talk("2026-01-10T10:00:00Z").says(3, "2026-01-10T10:00:00Z").says(1, "2026-11-19T10:00:00Z");
        server.settled();

        // when
        JsonNode set = set(
                        brand,
                        "1",
                        rules(
                                "{\"category\":\"default\",\"period\":\"P13M\"},{\"category\":\"messages\",\"period\":\"P1M\"}"))
                .is(200)
                .json();

        // then
        assertThat(set.required("shortened").size()).isOne();
        assertThat(set.at("/shortened/0/category").asString()).isEqualTo("messages");
        assertThat(set.at("/shortened/0/buckets_due").asInt()).isOne();
        assertThat(set.at("/notes/0").asString()).contains("at once");
    }

    @Test
    void othersSchedulesAreNobodysBusiness() {
        Brand brand = server.brand("default P13M");
        Brand other = server.brand("default P13M");
        String writer = server.key(brand.id, Role.WRITER);

        server.get(brand.path + "/retention-schedule", other.operator).refused(404, "not-found");
        server.get(brand.path + "/retention-schedule", writer).refused(403, "forbidden");
        server.get("/v1/clients/" + ClientId.random() + "/retention-schedule", server.platform)
                .refused(404, "not-found");
        assertThat(List.of(brand.officer, server.key(brand.id, Role.AUDITOR)))
                .allSatisfy(key -> server.get(brand.path + "/retention-schedule/history", key)
                        .is(200));
    }
}
