package org.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.web.Answer;
import org.lethe.web.Chars;
import org.lethe.web.ProblemType;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiDocumentTest {
    private static final ProblemType TAKEN = new ProblemType("name-taken", 409, "Taken", "Take another.");
    private static final String SHARED = """
            info: {title: Sample, version: "1"}
            headers: {Request-Id: Ours., Location: Where it is.}
            responses: {"201": a, "400": a, "401": a, "403": a, "404": a, "406": a, "408": a, "409": a, "413": a,
                        "415": a, "422": a, "503": a, default: a}
            parameters: {Idempotency-Key: Once.}
            words: {pointer: Where., detail: What., type: Which., title: Its name., status: Of HTTP.,
                    request_id: Ours., errors: All of them., max_bytes: At most.}
            """;
    private static final String OWN = """
            tags: [{name: things}]
            operations:
              makeThing: {route: POST /v1/things, tag: things, summary: Make, description: A thing.,
                          answers: {"201": It is.}}
            words: {name: What it is called.}
            """;

    record NewThing(@Chars(max = 7) String name) {}

    record Thing(String name, int size) {}

    private static Routes routes(Class<?> answered) {
        return new Routes()
                .post(
                        "/v1/things",
                        Terms.roles(Role.WRITER)
                                .takes(NewThing.class)
                                .creates(answered)
                                .refuses(TAKEN),
                        _ -> Answer.noContent());
    }

    private static JsonNode document(Routes routes, String own) {
        return JsonMapper.shared().readTree(ApiDocument.of(List.of(routes), ApiProse.of(own, SHARED)));
    }

    @Test
    void saysWhatTheRouteAndItsRecordsSay() {
        JsonNode document = document(routes(NewThing.class), OWN);

        JsonNode operation = document.at("/paths/~1v1~1things/post");
        assertThat(operation.required("operationId").asString()).isEqualTo("makeThing");
        assertThat(operation.required("x-roles").toString()).isEqualTo("[\"writer\"]");
        assertThat(operation.required("x-problem-types").toString()).isEqualTo("[\"name-taken\"]");
        assertThat(operation.required("responses").propertyNames())
                .contains("201", "401", "403", "409", "413", "415", "422", "default");
        JsonNode schema = document.at("/components/schemas/NewThing");
        assertThat(schema.at("/properties/name/maxLength").asInt()).isEqualTo(7);
        assertThat(schema.required("required").toString()).isEqualTo("[\"name\"]");
        assertThat(schema.required("additionalProperties").asBoolean()).isFalse();
    }

    @Test
    void namesAPropertyWithoutAMeaning() {
        assertThatThrownBy(() -> document(routes(Thing.class), OWN)).hasMessageContaining("Thing.size");
    }

    @Test
    void namesARouteOfWhichNothingIsSaid() {
        Routes more = routes(NewThing.class).get("/v1/others", Terms.roles(Role.READER), _ -> Answer.noContent());

        assertThatThrownBy(() -> document(more, OWN)).hasMessageContaining("nothing is said of GET /v1/others");
    }

    @Test
    void namesARouteThatDoesNotSayWhatItAnswers() {
        Routes silent = new Routes().post("/v1/things", Terms.roles(Role.WRITER), _ -> Answer.noContent());

        assertThatThrownBy(() -> document(silent, OWN))
                .hasMessageContaining("POST /v1/things does not say what it answers");
    }

    @Test
    void namesProseThatIsAboutNothing() {
        assertThatThrownBy(() -> document(
                        routes(NewThing.class),
                        OWN + "schemas: {Gone: {description: Was., properties: {left: Not.}}}\n"))
                .hasMessageContaining("Gone is nothing of this API")
                .hasMessageContaining("Gone has no property left");
        assertThatThrownBy(() -> document(new Routes(), OWN)).hasMessageContaining("makeThing has no route");
    }
}
