package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Channel;
import org.lethe.retention.RetentionServer.Brand;
import org.lethe.retention.RetentionServer.Talk;
import tools.jackson.databind.JsonNode;

class PreviewIT {
    private static RetentionServer server;

    @BeforeAll
    static void start() {
        server = new RetentionServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode preview(Brand brand, String body) {
        return server.post(brand.path + "/retention-preview", brand.operator, body)
                .is(200)
                .json();
    }

    @Test
    void tellsWhatRulesWouldMakeUnreadableBesideTodays() {
        // given
        Brand brand = server.brand("default P6M");
        Talk talk = brand.talk("2026-01-10T10:00:00Z")
                .says(3, "2026-01-10T10:00:00Z")
                .says(2, "2026-10-01T10:00:00Z")
                .says(1, "2026-11-19T10:00:00Z");
        brand.talk(talk.consumer, new Channel("sms"), "2026-10-02T10:00:00Z").says(4, "2026-10-02T10:00:00Z");

        // when
        JsonNode preview = preview(brand, """
                {"rules":[{"category":"default","period":"P10Y"},{"category":"messages","channel":"web","period":"P1M"}]}""");

        // then
        assertThat(preview.at("/in_all/unreadable/messages").asInt()).isEqualTo(5);
        assertThat(preview.at("/in_all/unreadable/days").asInt()).isEqualTo(2);
        assertThat(preview.at("/in_all/unreadable/bytes").asInt()).isEqualTo(500);
        assertThat(preview.at("/in_all_today/unreadable/messages").asInt()).isEqualTo(3);
        assertThat(preview.at("/in_all_today/unreadable/contents").asInt()).isEqualTo(5);
        JsonNode web = preview.required("proposed")
                .valueStream()
                .filter(line -> line.required("category").asString().equals("messages")
                        && line.required("channel").asString().equals("web"))
                .findFirst()
                .orElseThrow();
        assertThat(web.required("period").asString()).isEqualTo("P1M");
        assertThat(web.required("from").asString()).isEqualTo("2026-01-10");
        assertThat(web.required("to").asString()).isEqualTo("2026-10-01");
        assertThat(web.at("/unreadable/conversations").asInt()).isOne();
        assertThat(preview.required("effect").asString()).startsWith("5 messages and 0 other contents of 2 buckets");
    }

    @Test
    void saysSoWhereNothingWouldHappen() {
        Brand brand = server.brand("default P13M");
        brand.talk("2026-11-10T10:00:00Z").says(1, "2026-11-10T10:00:00Z");

        assertThat(preview(brand, "{\"rules\":[{\"category\":\"default\",\"period\":\"P1M\"}]}")
                        .required("effect")
                        .asString())
                .isEqualTo("nothing would become unreadable");
        assertThat(preview(
                                brand,
                                "{\"rules\":[{\"category\":\"default\",\"period\":\"P1M\"}],\"at\":\"2027-06-01T00:00:00Z\"}")
                        .at("/in_all/unreadable/messages")
                        .asInt())
                .isOne();
    }

    @Test
    void tellsWhatHoldsKeep() {
        // given
        Brand brand = server.brand("default P13M");
        Talk held = brand.talk("2026-01-10T10:00:00Z").says(3, "2026-01-10T10:00:00Z");
        brand.talk("2026-01-10T10:00:00Z").says(4, "2026-01-10T10:00:00Z").says(2, "2026-02-10T10:00:00Z");
        hold(brand, "{\"consumer_ids\":[\"" + held.consumer + "\"]}");
        hold(brand, "{\"from\":\"2026-02-01\",\"to\":\"2026-02-28\"}");

        // when
        JsonNode preview = preview(
                brand,
                "{\"rules\":[{\"category\":\"default\",\"period\":\"P10Y\"},{\"category\":\"messages\",\"period\":\"P1M\"}]}");

        // then
        assertThat(preview.at("/in_all/unreadable/messages").asInt()).isEqualTo(4);
        assertThat(preview.at("/in_all/held/messages").asInt()).isEqualTo(5);
        assertThat(preview.at("/in_all/held/days").asInt()).isOne();
        assertThat(preview.required("effect").asString()).contains("holds keep 5 contents");
    }

    private static void hold(Brand brand, String scope) {
        server.post(
                        brand.path + "/legal-holds",
                        brand.officer,
                        "{\"matter\":\"m\",\"reason\":\"r\",\"scope\":" + scope + "}")
                .is(201);
    }

    @Test
    void streamsALineForEachCategoryAndChannelThenTheWhole() {
        // given
        Brand brand = server.brand("default P13M");
        brand.talk("2026-01-10T10:00:00Z").says(3, "2026-01-10T10:00:00Z");
        String body = "{\"rules\":[{\"category\":\"default\",\"period\":\"P1M\"}]}";

        // when
        List<JsonNode> lines = server.post(
                        brand.path + "/retention-preview", brand.operator, body, "Accept", "application/x-ndjson")
                .is(200)
                .body()
                .lines()
                .map(RetentionServer.JSON::readTree)
                .toList();

        // then
        assertThat(lines).hasSize(4);
        assertThat(lines.get(2).at("/progress/done").asInt()).isEqualTo(3);
        assertThat(lines.get(2).at("/progress/of").asInt()).isEqualTo(3);
        assertThat(lines.get(3).required("summary")).isEqualTo(preview(brand, body));
    }

    @Test
    void refusesRulesThatMakeNoSchedule() {
        Brand brand = server.brand("default P13M");

        assertThat(server.post(brand.path + "/retention-preview", brand.operator, "{\"rules\":[]}")
                        .refused(400, "invalid-body")
                        .pointers())
                .containsExactly("/rules");
    }
}
