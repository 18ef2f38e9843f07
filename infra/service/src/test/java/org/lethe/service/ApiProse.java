package org.lethe.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What people are told of an API beside what its code says: a YAML file per service, and one for what they share.
///
///     info, tags                                  as in the document
///     operations: operationId:                    route, tag, summary, description, answers by status, example
///     schemas: Name:                              record or page (if named otherwise), description, …
///     words: name:                                what a property of that name means wherever nothing else is said
///     parameters: name:                           of the path, the query or a header
///     headers: name, responses: status:           of answers
///
/// It remembers what was asked for, so that what is said of nothing is found.
final class ApiProse {
    static final Path FILE = Path.of("src/main/openapi/prose.yaml");
    private static final String SHARED = "shared-prose.yaml";

    private final JsonNode own;
    private final JsonNode shared;
    private final Set<String> used = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private ApiProse(JsonNode own, JsonNode shared) {
        this.own = own;
        this.shared = shared;
    }

    static ApiProse read() {
        try (InputStream own = Files.newInputStream(FILE);
                InputStream shared = ApiProse.class.getResourceAsStream(SHARED)) {
            return new ApiProse(yaml(own), yaml(shared));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ApiProse of(String own, String shared) {
        return new ApiProse(yaml(stream(own)), yaml(stream(shared)));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode yaml(InputStream in) {
        return JsonMapper.shared().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(in));
    }

    JsonNode info() {
        return shared.required("info");
    }

    JsonNode tags() {
        return own.required("tags");
    }

    JsonNode operations() {
        return own.required("operations");
    }

    /// What a schema is called: of a record of that name, or of one that says it is this record.
    String schemaName(Class<?> type) {
        String name = type.getEnclosingClass() == null
                ? type.getSimpleName()
                : type.getEnclosingClass().getSimpleName() + "." + type.getSimpleName();
        for (JsonNode file : List.of(own, shared)) {
            for (var schema : file.path("schemas").properties()) {
                if (schema.getValue().path("record").asString("").equals(name)) {
                    return schema.getKey();
                }
            }
        }
        return type.getSimpleName();
    }

    /// What a page of these is called: as the schema that says it is their page, or by their name.
    String pageName(String row) {
        return own.path("schemas").properties().stream()
                .filter(schema -> schema.getValue().path("page").asString("").equals(row))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(row + "Page");
    }

    JsonNode schema(String name) {
        return said("schemas", name).orElse(JsonMapper.shared().createObjectNode());
    }

    /// What a property means: in its schema, or by its name alone.
    ///
    /// @return null if nothing is said
    @Nullable
    JsonNode property(String schema, String property) {
        JsonNode here = schema(schema).path("properties").path(property);
        if (!here.isMissingNode()) {
            used.add(schema + "/" + property);
            return object(here);
        }
        return said("words", property).map(ApiProse::object).orElse(null);
    }

    JsonNode parameter(String name) {
        return needed("parameters", name);
    }

    JsonNode header(String name) {
        return needed("headers", name);
    }

    String response(String status) {
        return needed("responses", status).path("description").asString();
    }

    void fault(String fault) {
        faults.add(fault);
    }

    /// @throws AssertionError if something has no meaning, or is said of nothing
    void refuseFaults() {
        for (String section : List.of("schemas", "words", "parameters", "headers", "responses")) {
            own.path(section).propertyNames().stream()
                    .filter(name -> !used.contains(section + "/" + name))
                    .forEach(name -> fault(FILE + ": " + section + ": " + name + " is nothing of this API"));
        }
        own.path("schemas")
                .properties()
                .forEach(schema -> schema.getValue().path("properties").propertyNames().stream()
                        .filter(property -> !used.contains(schema.getKey() + "/" + property))
                        .forEach(property -> fault(FILE + ": " + schema.getKey() + " has no property " + property)));
        if (!faults.isEmpty()) {
            throw new AssertionError("the API document can't be written:\n" + String.join("\n", faults));
        }
    }

    private JsonNode needed(String section, String name) {
        return said(section, name).map(ApiProse::object).orElseGet(() -> {
            fault(FILE + ": " + section + ": nothing is said of " + name);
            return JsonMapper.shared().createObjectNode();
        });
    }

    private Optional<JsonNode> said(String section, String name) {
        for (JsonNode file : List.of(own, shared)) {
            JsonNode found = file.path(section).path(name);
            if (!found.isMissingNode()) {
                used.add(section + "/" + name);
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /// A text alone is a description.
    private static JsonNode object(JsonNode said) {
        if (!said.isString()) {
            return said;
        }
        ObjectNode object = JsonMapper.shared().createObjectNode();
        return object.put("description", said.asString());
    }
}
