package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.web.Role;
import org.lethe.web.Route;
import tools.jackson.databind.JsonNode;

/// The document that is served and the routes that answer are the same.
class OpenApiDocumentIT {
    private static final JsonNode DOCUMENT = RetentionServer.JSON.readTree(RetentionServer.document());
    private static RetentionServer server;

    @BeforeAll
    static void start() {
        server = new RetentionServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void describesEveryRouteAndNoOther() {
        assertThat(documented()).isEqualTo(served());
    }

    @Test
    void isServedAsItIsCommitted() {
        RetentionServer.Reply served = new RetentionServer.Reply(fetch("/v1/openapi.json"));

        assertThat(served.json()).isEqualTo(DOCUMENT);
    }

    @Test
    void refersOnlyToWhatItHoldsAndHoldsNothingUnused() {
        List<String> references = new ArrayList<>();
        collect(DOCUMENT, references);

        assertThat(references)
                .allSatisfy(reference -> assertThat(
                                DOCUMENT.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        Set<String> described = Set.of("#/components/schemas/RetentionPreviewLine");
        Stream<String> schemas = DOCUMENT.at("/components/schemas").propertyNames().stream()
                .map(name -> "#/components/schemas/" + name)
                .filter(schema -> !described.contains(schema));
        assertThat(references).containsAll(schemas.toList());
    }

    @Test
    void everyEnumIsMarkedExtensible() {
        assertThat(enums(DOCUMENT).filter(schema -> !schema.has("x-extensible-enum")))
                .isEmpty();
    }

    private HttpResponse<byte[]> fetch(String path) {
        try {
            return server.http.send(
                    HttpRequest.newBuilder(server.uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> served() {
        return server.service.routes().stream()
                .flatMap(routes -> routes.all().stream())
                .map(OpenApiDocumentIT::line)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String line(Route route) {
        return route.method() + " " + route.path() + " "
                + route.terms().roles().stream().map(Role::wireName).sorted().toList() + " "
                + route.terms().query().stream().sorted().toList() + " "
                + route.terms().produces().stream().sorted().toList();
    }

    private static Set<String> documented() {
        Set<String> lines = new TreeSet<>();
        DOCUMENT.required("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> !operation.getKey().equals("parameters"))
                        .forEach(operation ->
                                lines.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " "
                                        + texts(operation.getValue().required("x-roles"))
                                                .toList() + " "
                                        + query(operation.getValue()) + " " + produces(operation.getValue()))));
        return lines;
    }

    private static List<String> query(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(OpenApiDocumentIT::resolved)
                .filter(parameter -> parameter.required("in").asString().equals("query"))
                .map(parameter -> parameter.required("name").asString())
                .sorted()
                .toList();
    }

    private static List<String> produces(JsonNode operation) {
        List<String> types = operation.required("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .flatMap(response -> response.getValue().path("content").propertyNames().stream())
                .distinct()
                .sorted()
                .toList();
        return types.isEmpty() ? List.of("application/json") : types;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.required("$ref").asString().substring(1)) : node;
    }

    private static Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .sorted();
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.isObject() && node.has("$ref")) {
            references.add(node.required("$ref").asString());
        }
        node.forEach(child -> collect(child, references));
    }

    private static Stream<JsonNode> enums(JsonNode node) {
        Stream<JsonNode> here = node.isObject() && node.has("enum") ? Stream.of(node) : Stream.empty();
        return Stream.concat(
                here, StreamSupport.stream(node.spliterator(), false).flatMap(OpenApiDocumentIT::enums));
    }
}
