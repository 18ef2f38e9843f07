package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiDocumentsTest {
    private static final byte[] FIRST = """
            {"openapi": "3.1.0", "tags": [{"name": "a"}], "paths": {"/a": {"get": {"summary": "first"}}},
             "components": {"schemas": {"Problem": {"properties": {"type": {}, "one": {}}}}}}""".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = """
            {"openapi": "3.1.0", "tags": [{"name": "b"}],
             "paths": {"/a": {"get": {"summary": "second"}}, "/b": {"get": {}}},
             "components": {"schemas": {"Problem": {"properties": {"type": {}, "two": {}}}, "Other": {}}}}""".getBytes(StandardCharsets.UTF_8);

    @Test
    void oneDocumentIsServedAsItIs() {
        assertThat(OpenApiDocuments.merged(List.of(FIRST))).isSameAs(FIRST);
    }

    @Test
    void bringsTogetherWhatSeveralDescribe() {
        JsonNode whole = StrictJson.MAPPER.readTree(OpenApiDocuments.merged(List.of(FIRST, SECOND)));

        assertThat(whole.required("paths").propertyNames()).containsExactly("/a", "/b");
        assertThat(whole.required("tags").size()).isEqualTo(2);
        assertThat(whole.at("/components/schemas/Problem/properties").propertyNames())
                .containsExactly("type", "one", "two");
        assertThat(whole.at("/components/schemas").has("Other")).isTrue();
    }

    @Test
    void theFirstWordStands() {
        JsonNode whole = StrictJson.MAPPER.readTree(OpenApiDocuments.merged(List.of(FIRST, SECOND)));

        assertThat(whole.required("paths").required("/a").at("/get/summary").asString())
                .isEqualTo("first");
    }
}
