package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;
import tools.jackson.databind.JsonNode;

class ClientsIT {
    private static TranscriptServer server;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aRegisteredClientIsShownAndListed() {
        // given
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(server.brand("Brand " + i).id);
        }

        // when
        Reply shown =
                server.get("/v1/clients/" + ids.getFirst(), server.platform).is(200);
        List<String> listed = new ArrayList<>();
        String next = "/v1/clients?limit=2";
        while (next != null) {
            JsonNode page = server.get(next, server.platform).is(200).json();
            assertThat(page.required("items").size()).isLessThanOrEqualTo(2);
            page.required("items")
                    .forEach(client -> listed.add(client.required("client_id").asString()));
            next = page.has("next") ? page.required("next").asString().replaceFirst("^http://[^/]+", "") : null;
        }

        // then
        assertThat(shown.text("name")).isEqualTo("Brand 0");
        assertThat(listed).doesNotHaveDuplicates().containsSubsequence(ids);
    }

    @Test
    void aClientSeesItselfOnlyInTheList() {
        Brand brand = server.brand("Alone");

        JsonNode items = server.get("/v1/clients", brand.key("client-admin"))
                .is(200)
                .json()
                .required("items");

        assertThat(items.size()).isOne();
        assertThat(items.get(0).required("client_id").asString()).isEqualTo(brand.id);
    }

    @Test
    void severalKeysLiveUntilTheyAreRevokedOrExpire() {
        // given
        Brand brand = server.brand("Keys");
        String first = brand.key("writer");
        Reply second = server.post(
                        brand.path + "/api-keys",
                        server.platform,
                        "{\"name\":\"short\",\"roles\":[\"reader\"],\"expires_at\":\""
                                + server.clock.instant().plus(Duration.ofHours(1)) + "\"}")
                .is(201);
        String third = brand.key("client-admin");
        assertThat(List.of(first, second.text("api_key"), third))
                .allSatisfy(key -> server.get(brand.path, key).is(200));

        // when
        server.delete(brand.path + "/api-keys/" + idOf(brand, "writer"), third).is(204);
        server.clock.advance(Duration.ofHours(2));

        // then
        server.get(brand.path, first).refused(401, "unauthenticated");
        server.get(brand.path, second.text("api_key")).refused(401, "unauthenticated");
        server.get(brand.path, third).is(200);
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode keys =
                    server.get(brand.path + "/api-keys", third).is(200).json().required("items");
            assertThat(keys.size()).isEqualTo(3);
            assertThat(keys.valueStream().filter(key -> key.has("revoked_at"))).hasSize(1);
            assertThat(keys.valueStream().filter(key -> key.has("last_used_at")))
                    .isNotEmpty();
            assertThat(keys.toString()).doesNotContain("lth_");
        });
    }

    @Test
    void keysOfThePlatformAreIssuedListedAndRevoked() {
        // given
        Reply issued = server.post(
                        "/v1/api-keys", server.platform, "{\"name\":\"second\",\"roles\":[\"platform-admin\"]}")
                .is(201);
        String second = issued.text("api_key");
        String path = "/v1/api-keys/" + issued.text("api_key_id");
        assertThat(issued.http().headers().firstValue("Location")).hasValue(path);
        JsonNode listed = server.get("/v1/api-keys", second).is(200).json().required("items");
        assertThat(listed.valueStream().map(key -> key.required("name").asString()))
                .contains("operator", "second");
        assertThat(listed.toString()).doesNotContain("lth_");

        // when
        server.delete(path, server.platform).is(204);

        // then
        server.get("/v1/api-keys", second).refused(401, "unauthenticated");
        server.get("/v1/api-keys", server.platform).is(200);
    }

    @Test
    void keysOfThePlatformAreNoBrandsBusiness() {
        // given
        Brand brand = server.brand("Curious");
        String admin = brand.key("client-admin");
        String own = idOf(brand, "client-admin");

        // then
        server.get("/v1/api-keys", admin).refused(403, "forbidden");
        server.post("/v1/api-keys", admin, "{\"name\":\"k\",\"roles\":[\"platform-admin\"]}")
                .refused(403, "forbidden");
        server.post(brand.path + "/api-keys", server.platform, "{\"name\":\"k\",\"roles\":[\"service\"]}")
                .refused(400, "invalid-body");
        server.delete("/v1/api-keys/" + own, server.platform).refused(404, "not-found");
        server.post("/v1/api-keys", server.platform, "{\"name\":\"k\",\"roles\":[]}")
                .refused(400, "invalid-body");
        server.get(brand.path, admin).is(200);
    }

    @Test
    void aBrandsAdminMakesNobodyWhoRunsWhatItRules() {
        // given
        Brand brand = server.brand("Ruler");
        String admin = brand.key("client-admin", "retention-operator");
        String operator = "{\"name\":\"k\",\"roles\":[\"auditor\",\"retention-operator\"]}";

        // then
        Reply refused = server.post(brand.path + "/api-keys", admin, operator);
        refused.refused(403, "forbidden");
        assertThat(refused.body()).contains("by the platform");
        server.post(brand.path + "/api-keys", admin, "{\"name\":\"k\",\"roles\":[\"auditor\"]}")
                .is(201);
        server.post(brand.path + "/api-keys", server.platform, operator).is(201);

        // nor does a key of the platform that is a brand's admin and no more
        String everybodysAdmin = server.post(
                        "/v1/api-keys", server.platform, "{\"name\":\"k\",\"roles\":[\"client-admin\"]}")
                .is(201)
                .text("api_key");
        server.post(brand.path + "/api-keys", everybodysAdmin, operator).refused(403, "forbidden");
    }

    @Test
    void aKeyIsShownOnce() {
        // given
        Brand brand = server.brand("Once");
        String body = "{\"name\":\"k\",\"roles\":[\"writer\"]}";
        server.post(brand.path + "/api-keys", server.platform, body, "Idempotency-Key", "\"k-1\"")
                .is(201);

        // when
        Reply again = server.post(brand.path + "/api-keys", server.platform, body, "Idempotency-Key", "\"k-1\"");

        // then
        again.refused(409, "secret-shown-once");
        assertThat(again.body()).doesNotContain("lth_");
    }

    @Test
    void viewsComeOutTheSameWhenTheyAreMadeAnew() {
        // given
        Brand brand = server.brand("Again");
        String key = brand.key("client-admin");
        String before =
                server.get("/v1/clients?limit=200", server.platform).is(200).body();

        // when
        server.service.replay();

        // then
        server.get(brand.path, key).is(200);
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.get("/v1/clients?limit=200", server.platform)
                                .is(200)
                                .body())
                        .isEqualTo(before));
    }

    private static String idOf(Brand brand, String role) {
        return server.get(brand.path + "/api-keys", server.platform)
                .is(200)
                .json()
                .required("items")
                .valueStream()
                .filter(key -> key.required("roles").toString().contains(role))
                .findFirst()
                .orElseThrow()
                .required("api_key_id")
                .asString();
    }
}
