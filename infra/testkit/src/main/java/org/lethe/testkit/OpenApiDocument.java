package org.lethe.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// What an OpenAPI 3.1 document says, in a form that can be compared with the routes that answer.
public record OpenApiDocument(JsonNode json) {
    private static final String SCHEMAS = "/components/schemas";

    /// An operation as [#operations] lists it.
    ///
    /// @param roles wire names; any order, as the other two
    public static String operation(
            String method,
            String path,
            Collection<String> roles,
            Collection<String> query,
            Collection<String> produces) {
        return method + " " + path + " " + sorted(roles) + " " + sorted(query) + " " + sorted(produces);
    }

    public Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        json.required("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> !operation.getKey().equals("parameters"))
                        .forEach(operation -> operations.add(operation(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                texts(operation.getValue().required("x-roles")),
                                query(operation.getValue()),
                                produces(operation.getValue())))));
        return operations;
    }

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

    private List<String> query(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(this::resolved)
                .filter(parameter -> parameter.required("in").asString().equals("query"))
                .map(parameter -> parameter.required("name").asString())
                .toList();
    }

    private static List<String> produces(JsonNode operation) {
        List<String> types = operation.required("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .flatMap(response -> response.getValue().path("content").propertyNames().stream())
                .distinct()
                .toList();
        return types.isEmpty() ? List.of("application/json") : types;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? json.at(node.required("$ref").asString().substring(1)) : node;
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

    private static List<String> texts(JsonNode array) {
        return children(array).map(JsonNode::asString).toList();
    }

    private static Stream<JsonNode> children(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static List<String> sorted(Collection<String> texts) {
        return texts.stream().sorted().toList();
    }
}
