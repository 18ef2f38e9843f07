package org.lethe.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lethe.web.Exchange;
import org.lethe.web.IdempotencyKey;
import org.lethe.web.Page;
import org.lethe.web.ProblemType;
import org.lethe.web.Role;
import org.lethe.web.Route;
import org.lethe.web.Routes;
import org.lethe.web.WebProblems;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A service's OpenAPI document, from its routes, the records that they take and answer, their problem
/// types and [ApiProse]. A route, parameter, schema or property of which nothing is said stops it, and so
/// does prose about nothing.
public final class ApiDocument {
    /// `-Dlethe.openapi.write=true` writes the committed documents anew.
    public static final String WRITE = "lethe.openapi.write";

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")))
            .build();
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");
    private static final String PROBLEM_RESPONSES = "#/components/responses/";

    private final ApiProse prose;
    private final ApiSchemas schemas;
    /// Ids in a path that clients make up; all others are ours.
    private static final Set<String> GIVEN_BY_CLIENTS = Set.of("message");

    private final Map<String, ObjectNode> parameters = new TreeMap<>();
    private final Map<String, ObjectNode> headers = new TreeMap<>();
    private final Map<String, ObjectNode> responses = new TreeMap<>();
    private final Set<ProblemType> refusals = new LinkedHashSet<>(List.of(WebProblems.INTERNAL_ERROR));

    private ApiDocument(ApiProse prose) {
        this.prose = prose;
        this.schemas = new ApiSchemas(prose);
    }

    /// The document as it should be committed.
    ///
    /// @throws AssertionError naming each thing of which nothing is said, and all that is said of nothing
    public static String of(Collection<Routes> routes) {
        return of(routes, ApiProse.read());
    }

    static String of(Collection<Routes> routes, ApiProse prose) {
        return new ApiDocument(prose)
                        .write(routes.stream()
                                .flatMap(part -> part.all().stream())
                                .filter(route -> !route.terms().isPage())
                                .toList())
                + "\n";
    }

    /// The document as it is committed: now, if [#WRITE] says so; empty where none is.
    public static String committed(Service service, String document) {
        Path file = RESOURCES.resolve(service.openApi());
        try {
            if (Boolean.getBoolean(WRITE)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, document);
            }
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(List<Route> routes) {
        ObjectNode document = JSON.createObjectNode().put("openapi", "3.1.0");
        document.set("info", prose.info());
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("security").addObject().putArray("apiKey");
        document.set("tags", prose.tags());
        routes.stream().map(route -> route.terms().exchange().body()).forEach(this::willRead);
        document.set("paths", paths(routes));
        schemas.problem(refusals);
        ObjectNode components = document.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("apiKey")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An API key `lth_…` of a client or of the platform.");
        components.set("parameters", object(parameters));
        components.set("headers", object(headers));
        components.set("responses", object(responses));
        components.set("schemas", schemas.all());
        prose.refuseFaults();
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    }

    private void willRead(Exchange.@Nullable Shape body) {
        switch (body) {
            case null -> {}
            case Exchange.Shape.One one -> schemas.willRead(one.type());
            case Exchange.Shape.PageOf page -> schemas.willRead(page.type());
            case Exchange.Shape.File _ -> {}
            case Exchange.Shape.LinesOf lines -> lines.types().forEach(schemas::willRead);
        }
    }

    /// In the order of the prose.
    private ObjectNode paths(List<Route> routes) {
        Map<String, Route> open = new LinkedHashMap<>();
        routes.forEach(route -> open.put(route.toString(), route));
        ObjectNode paths = JSON.createObjectNode();
        prose.operations().properties().forEach(said -> {
            Route route = open.remove(said.getValue().path("route").asString(""));
            if (route == null) {
                prose.fault(ApiProse.FILE + ": operations: " + said.getKey() + " has no route");
                return;
            }
            ObjectNode path =
                    paths.withObject("/" + route.path().replace("~", "~0").replace("/", "~1"));
            ArrayNode variables = path.withArray("parameters");
            if (variables.isEmpty()) {
                Matcher variable = VARIABLE.matcher(route.path());
                while (variable.find()) {
                    String name = variable.group(1);
                    variables.add(parameter(
                            "path",
                            name,
                            true,
                            GIVEN_BY_CLIENTS.contains(name) ? text() : text().put("format", "uuid")));
                }
                if (variables.isEmpty()) {
                    path.remove("parameters");
                }
            }
            path.set(route.method().toLowerCase(Locale.ROOT), operation(said.getKey(), said.getValue(), route));
        });
        open.keySet().forEach(route -> prose.fault(ApiProse.FILE + ": operations: nothing is said of " + route));
        return paths;
    }

    private ObjectNode operation(String id, JsonNode said, Route route) {
        Exchange exchange = route.terms().exchange();
        ObjectNode operation = JSON.createObjectNode().put("operationId", id);
        operation.set("summary", said.path("summary"));
        operation.putArray("tags").add(said.path("tag").asString());
        operation.put("description", said.path("description").asString() + refusedAs(exchange));
        ArrayNode roles = operation.putArray("x-roles");
        route.roles().stream().map(Role::wireName).sorted().forEach(roles::add);
        if (!exchange.refusals().isEmpty()) {
            ArrayNode problems = operation.putArray("x-problem-types");
            exchange.refusals().forEach(type -> problems.add(type.slug()));
        }
        ArrayNode asked = parameters(route);
        if (!asked.isEmpty()) {
            operation.set("parameters", asked);
        }
        if (exchange.body() != null) {
            ObjectNode body = operation.putObject("requestBody").put("required", !exchange.bodyIsOptional());
            body.putObject("content")
                    .putObject(route.terms().consumes().getFirst())
                    .set("schema", schema(exchange.body()));
        }
        operation.set("responses", responses(id, said, route));
        return operation;
    }

    private static String refusedAs(Exchange exchange) {
        return exchange.refusals().isEmpty()
                ? ""
                : "\n\nMay be refused as "
                        + exchange.refusals().stream()
                                .map(type -> "`" + type.slug() + "` (" + type.status() + ")")
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    private ArrayNode parameters(Route route) {
        ArrayNode all = JSON.createArrayNode();
        Exchange exchange = route.terms().exchange();
        exchange.query().forEach((name, type) -> all.add(parameter("query", name, false, query(name, type))));
        exchange.headers()
                .forEach((name, pattern) ->
                        all.add(parameter("header", name, true, text().put("pattern", "^" + pattern + "$"))));
        if (exchange.mayBeMinimal()) {
            all.add(parameter("header", "Prefer", false, text()));
        }
        if (exchange.replaces()) {
            all.add(parameter("header", "If-Match", true, text()));
        }
        if (isConditional(route)) {
            all.add(parameter("header", "If-None-Match", false, text()));
        }
        if (route.takesIdempotencyKey()) {
            all.add(parameter(
                    "header",
                    "Idempotency-Key",
                    false,
                    text().put("minLength", 1).put("maxLength", IdempotencyKey.MAX_CHARACTERS + 2))); // in quotes
        }
        return all;
    }

    private ObjectNode query(String name, Class<?> type) {
        ObjectNode schema = schemas.of(type);
        return name.equals("limit")
                ? schema.put("minimum", 1).put("maximum", Page.MAX_LIMIT).put("default", Page.DEFAULT_LIMIT)
                : schema;
    }

    private static boolean isConditional(Route route) {
        return route.terms().exchange().tagged() && !route.mayHaveBody();
    }

    private ObjectNode parameter(String in, String name, boolean required, ObjectNode schema) {
        String component = pascalCase(name);
        ObjectNode parameter = JSON.createObjectNode().put("name", name).put("in", in);
        if (required) {
            parameter.put("required", true);
        }
        prose.parameter(name).properties().forEach(said -> parameter.set(said.getKey(), said.getValue()));
        parameter.set("schema", schema);
        ObjectNode other = parameters.putIfAbsent(component, parameter);
        if (other != null && !other.equals(parameter)) {
            prose.fault("two parameters are called " + component + ": " + other + " and " + parameter);
        }
        return reference("parameters", component);
    }

    private ObjectNode responses(String id, JsonNode said, Route route) {
        Map<String, ObjectNode> all = new TreeMap<>();
        Exchange exchange = route.terms().exchange();
        if (exchange.replies().isEmpty()) {
            prose.fault(route + " does not say what it answers");
        }
        for (Exchange.Reply reply : exchange.replies()) {
            String status = Integer.toString(reply.status());
            String description = said.path("answers").path(status).asString("");
            if (description.isEmpty()) {
                prose.fault(ApiProse.FILE + ": operations: " + id + ": nothing is said of the answer " + status);
            }
            all.put(status, reply(description, reply, route));
        }
        said.path("answers").propertyNames().stream()
                .filter(status -> !all.containsKey(status))
                .forEach(status -> prose.fault(ApiProse.FILE + ": operations: " + id + " never answers " + status));
        if (isConditional(route)) {
            all.put("304", described(prose.response("304")));
        }
        refusals.addAll(route.refusals());
        new TreeSet<>(route.refusals().stream().map(ProblemType::status).toList())
                .forEach(status -> all.put(status.toString(), problem(status.toString())));
        ObjectNode responses = object(all);
        responses.set("default", problem("default"));
        return responses;
    }

    private ObjectNode reply(String description, Exchange.Reply reply, Route route) {
        ObjectNode response = described(description);
        ObjectNode sent = (ObjectNode) response.required("headers");
        if (reply.located()) {
            sent.set("Location", header("Location"));
        }
        if (route.terms().exchange().tagged()) {
            sent.set("ETag", header("ETag"));
        }
        if (reply.json() == null && reply.lines() == null) {
            return response;
        }
        ObjectNode content = response.putObject("content");
        for (String type : route.terms().produces()) {
            ObjectNode schema = switch (type) {
                case "application/json" -> schema(reply.json());
                case "application/x-ndjson" -> schema(reply.lines());
                case "application/pdf", "application/zip", "application/cms" -> text().put("format", "binary");
                default -> text();
            };
            content.putObject(type).set("schema", schema);
        }
        return response;
    }

    private ObjectNode schema(Exchange.@Nullable Shape shape) {
        return switch (shape) {
            case null -> text();
            case Exchange.Shape.One one -> schemas.of(one.type());
            case Exchange.Shape.PageOf page -> schemas.page(page.type());
            case Exchange.Shape.File _ -> text().put("format", "binary");
            // OpenAPI 3.1 can't refer to the schema of a line
            case Exchange.Shape.LinesOf lines ->
                text().put(
                                "description",
                                lines.types().stream()
                                        .map(schemas::of)
                                        .map(line -> line.required("$ref").asString())
                                        .map(name -> name.substring(name.lastIndexOf('/') + 1))
                                        .collect(Collectors.joining(" or ", "Each line is one ", ".")));
        };
    }

    private ObjectNode problem(String status) {
        String name = status.equals("default") ? "Problem" : "Problem" + status;
        if (!responses.containsKey(name)) {
            ObjectNode response = described(prose.response(status));
            ObjectNode content = response.putObject("content");
            content.putObject("application/problem+json")
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/Problem");
            responses.put(name, response);
        }
        return JSON.createObjectNode().put("$ref", PROBLEM_RESPONSES + name);
    }

    private ObjectNode described(String description) {
        ObjectNode response = JSON.createObjectNode().put("description", description);
        response.putObject("headers").set("Request-Id", header("Request-Id"));
        return response;
    }

    private ObjectNode header(String name) {
        if (!headers.containsKey(name)) {
            ObjectNode header = JSON.createObjectNode();
            prose.header(name).properties().forEach(said -> header.set(said.getKey(), said.getValue()));
            header.set("schema", text());
            headers.put(name, header);
        }
        return reference("headers", name);
    }

    private static ObjectNode reference(String section, String name) {
        return JSON.createObjectNode().put("$ref", "#/components/" + section + "/" + name);
    }

    private static ObjectNode text() {
        return JSON.createObjectNode().put("type", "string");
    }

    private static ObjectNode object(Map<String, ObjectNode> members) {
        ObjectNode object = JSON.createObjectNode();
        members.forEach(object::set);
        return object;
    }

    private static String pascalCase(String name) {
        List<String> words = new ArrayList<>();
        for (String word : name.split("[-_]")) {
            words.add(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return String.join("", words);
    }
}
