package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.retention.RetentionServer.Brand;
import org.lethe.retention.RetentionServer.Talk;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.web.Role;
import tools.jackson.databind.JsonNode;

class HoldsIT {
    private static RetentionServer server;

    @BeforeAll
    static void start() {
        server = new RetentionServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply place(Brand brand, String scope) {
        return server.post(
                brand.path + "/legal-holds",
                brand.officer,
                "{\"matter\":\"Case 4711\",\"reason\":\"a court order\",\"custodian\":\"Legal\",\"scope\":" + scope
                        + "}");
    }

    private static void destroyed(Brand brand, Category category, String day) {
        Bucket bucket = new Bucket(category, RetentionServer.WEB, LocalDate.parse(day));
        server.append(
                brand.id,
                LogEntry.of(
                        brand.id,
                        new BucketKeyDestroyed(
                                brand.id,
                                bucket,
                                new DestroyedKey(KeyKind.BUCKET, "ab".repeat(32)),
                                EventId.random(),
                                List.of(),
                                server.clock.instant())));
    }

    @Test
    void aHoldIsPlacedShownListedAndReleased() {
        // given
        Brand brand = server.brand("default P13M");
        brand.talk("2026-11-01T10:00:00Z").says(2, "2026-11-01T10:00:00Z");

        // when
        Reply placed = place(brand, "{\"channel\":\"web\",\"from\":\"2026-01-01\",\"to\":\"2026-12-31\"}")
                .is(201);
        String path = placed.http().headers().firstValue("Location").orElseThrow();

        // then
        assertThat(placed.json().required("buckets_gone").asInt()).isZero();
        JsonNode shown =
                server.get(path, server.key(brand.id, Role.AUDITOR)).is(200).json();
        assertThat(shown.required("state").asString()).isEqualTo("in_force");
        assertThat(shown.required("matter").asString()).isEqualTo("Case 4711");
        assertThat(shown.required("custodian").asString()).isEqualTo("Legal");
        assertThat(shown.at("/scope/to").asString()).isEqualTo("2026-12-31");

        // when
        Reply released = server.post(path + "/release", brand.officer, "{\"reason\":\"settled\"}")
                .is(200);
        Reply again = server.post(path + "/release", brand.operator, "{}").is(200);

        // then
        assertThat(again.json()).isEqualTo(released.json());
        JsonNode listed =
                server.get(brand.path + "/legal-holds", brand.officer).is(200).json();
        assertThat(listed.at("/items/0/state").asString()).isEqualTo("released");
        assertThat(listed.at("/items/0/release_reason").asString()).isEqualTo("settled");
        server.post(brand.path + "/legal-holds/" + EventId.random() + "/release", brand.officer, "{}")
                .refused(404, "not-found");
    }

    @Test
    void itTakesTwoWhereThePolicySaysSo() {
        // given
        Brand brand = server.brand("default P13M");
        String policy = brand.path + "/legal-hold-policy";
        assertThat(server.get(policy, brand.officer)
                        .json()
                        .required("two_person_release")
                        .asBoolean())
                .isFalse();
        server.put(policy, brand.officer, "{\"two_person_release\":true}").refused(403, "forbidden");
        server.put(policy, brand.operator, "{\"two_person_release\":true}").is(200);
        String path = place(brand, "{\"all\":true}")
                .is(201)
                .http()
                .headers()
                .firstValue("Location")
                .orElseThrow();

        // when
        Reply asked = server.post(path + "/release", brand.operator, "{\"reason\":\"settled\"}")
                .is(202);

        // then
        assertThat(asked.text("state")).isEqualTo("release_requested");
        server.post(path + "/release", brand.operator, "{}").refused(409, "release-needs-another");
        assertThat(server.get(path, brand.officer).text("state")).isEqualTo("release_requested");

        // when
        Reply agreed = server.post(path + "/release", brand.officer, "{}").is(200);

        // then
        assertThat(agreed.text("state")).isEqualTo("released");
        assertThat(agreed.text("requested_by")).isNotEqualTo(agreed.text("released_by"));
    }

    @Test
    void aRequestThatLapsedIsNotShown() {
        // given
        Brand brand = server.brand("default P13M");
        server.put(brand.path + "/legal-hold-policy", brand.operator, "{\"two_person_release\":true}")
                .is(200);
        String path = place(brand, "{\"all\":true}")
                .is(201)
                .http()
                .headers()
                .firstValue("Location")
                .orElseThrow();
        server.post(path + "/release", brand.operator, "{\"reason\":\"settled\"}")
                .is(202);

        // when
        server.clock.advance(Duration.ofDays(8));

        // then
        Reply shown = server.get(path, brand.officer).is(200);
        assertThat(shown.text("state")).isEqualTo("in_force");
        assertThat(shown.body()).doesNotContain("release_requested", "settled");
        server.post(path + "/release", brand.officer, "{}").is(202);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                   | /scope
                    {"all":false}                                        | /scope
                    {"all":true,"channel":"web"}                         | /scope
                    {"consumer_ids":[]}                                  | /scope/consumer_ids
                    {"conversation_ids":[],"channel":"web"}              | /scope/conversation_ids
                    {"from":"2026-02-01","to":"2026-01-31"}              | /scope/to
                    """)
    void refusesAScopeThatSaysNothing(String scope, String pointer) {
        Brand brand = server.brand("default P13M");

        assertThat(place(brand, scope).refused(400, "invalid-body").pointers()).containsExactly(pointer);
    }

    @Test
    void namesWhomItDoesNotKnowAndWhoIsErased() {
        // given
        Brand brand = server.brand("default P13M");
        Talk talk = brand.talk("2026-11-01T10:00:00Z").says(1, "2026-11-01T10:00:00Z");
        Talk elsewhere = server.brand("default P13M").talk("2026-11-01T10:00:00Z");
        ConsumerId nobody = ConsumerId.random();

        // then
        Reply unknown = place(
                brand,
                "{\"consumer_ids\":[\"" + talk.consumer + "\",\"" + nobody + "\",\"" + elsewhere.consumer + "\"]}");
        assertThat(unknown.refused(404, "hold-scope-unknown")
                        .json()
                        .required("unknown")
                        .size())
                .isEqualTo(2);
        assertThat(unknown.body()).contains(nobody.toString()).doesNotContain(talk.consumer.toString());

        // when
        server.append(
                brand.id,
                LogEntry.of(
                        brand.id,
                        new ConsumerErased(talk.consumer, List.of(), EventId.random(), server.clock.instant(), null)));

        // then
        Reply late = place(brand, "{\"conversation_ids\":[\"" + talk.id + "\"]}");
        assertThat(late.refused(409, "nothing-left-to-hold")
                        .json()
                        .at("/erased/0")
                        .asString())
                .isEqualTo(talk.consumer.toString());
    }

    @Test
    void saysForWhatItComesTooLateAndRefusesWhereThatIsAll() {
        // given
        Brand brand = server.brand("default P13M");
        Talk talk = brand.talk("2026-11-02T10:00:00Z")
                .says(1, "2026-11-01T10:00:00Z")
                .says(1, "2026-11-02T10:00:00Z");
        destroyed(brand, Category.MESSAGES, "2026-11-01");

        // then
        Reply range =
                place(brand, "{\"from\":\"2026-10-01\",\"to\":\"2026-11-30\"}").is(201);
        assertThat(range.json().required("buckets_gone").asInt()).isOne();
        assertThat(range.body()).contains("too late");
        place(brand, "{\"to\":\"2026-11-01\"}").refused(409, "nothing-left-to-hold");
        Reply named =
                place(brand, "{\"consumer_ids\":[\"" + talk.consumer + "\"]}").is(201);
        assertThat(named.json().required("buckets_gone").asInt()).isOne();
        place(brand, "{\"conversation_ids\":[\"" + talk.id + "\"],\"to\":\"2026-11-01\"}")
                .refused(409, "nothing-left-to-hold");
        place(brand, "{\"from\":\"2026-11-20\"}").is(201);
    }

    @Test
    void onlyOfficersAndOperatorsHold() {
        Brand brand = server.brand("default P13M");
        String auditor = server.key(brand.id, Role.AUDITOR);

        server.post(brand.path + "/legal-holds", auditor, "{}").refused(403, "forbidden");
        server.get(brand.path + "/legal-holds", auditor).is(200);
        server.get(brand.path + "/legal-holds", server.key(brand.id, Role.READER))
                .refused(403, "forbidden");
        server.get(brand.path + "/legal-holds", server.brand("default P1D").officer)
                .refused(404, "not-found");
    }
}
