package org.lethe.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// What can be wrong with an OpenAPI 3.1 document as a whole.
public record OpenApiDocument(JsonNode json) {
    private static final String SCHEMAS = "/components/schemas";

    /// References that lead nowhere.
    public List<String> danglingReferences() {
        return references().stream()
                .filter(reference -> json.at(reference.substring(1)).isMissingNode())
                .toList();
    }

    /// Schemas that nothing refers to.
    public List<String> unusedSchemas() {
        List<String> used = references();
        return json.at(SCHEMAS).propertyNames().stream()
                .filter(schema -> !used.contains("#" + SCHEMAS + "/" + schema))
                .toList();
    }

    /// Enums that don't say that more values may come.
    public List<JsonNode> closedEnums() {
        return enums(json).filter(schema -> !schema.has("x-extensible-enum")).toList();
    }

    private List<String> references() {
        List<String> references = new ArrayList<>();
        collect(json, references);
        return references;
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.isObject() && node.has("$ref")) {
            references.add(node.required("$ref").asString());
        }
        node.forEach(child -> collect(child, references));
    }

    private static Stream<JsonNode> enums(JsonNode node) {
        Stream<JsonNode> here = node.isObject() && node.has("enum") ? Stream.of(node) : Stream.empty();
        return Stream.concat(here, children(node).flatMap(OpenApiDocument::enums));
    }

    private static Stream<JsonNode> children(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
