package org.lethe.service;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.contracts.retention.RuleText;
import org.lethe.web.Chars;
import org.lethe.web.Cursor;
import org.lethe.web.FieldError;
import org.lethe.web.Items;
import org.lethe.web.NameOf;
import org.lethe.web.ProblemType;
import org.lethe.web.StrictJson;
import org.lethe.web.Utf8Bytes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The schemas of a document, each named, from the records that are read and written. What is read takes no other
/// property; what is written may get more.
final class ApiSchemas {
    private static final String REF = "#/components/schemas/";
    private static final JsonMapper JSON = JsonMapper.shared();

    /// What every refusal has; that it is so is seen by each one that a test gets.
    private record Problem(
            String type,
            String title,
            int status,
            String detail,
            String requestId,
            @Nullable List<FieldError> errors) {}

    private final ApiProse prose;
    private final Map<String, ObjectNode> schemas = new TreeMap<>();
    private final Map<String, Class<?>> types = new HashMap<>();
    private final Set<Class<?>> read = new HashSet<>();
    private final Deque<Class<?>> waiting = new ArrayDeque<>();

    ApiSchemas(ApiProse prose) {
        this.prose = prose;
    }

    /// All records that a body of this type holds are read.
    void willRead(Class<?> type) {
        if (type.isRecord() && scalar(type) == null && read.add(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                willRead(element(component.getGenericType()));
            }
        }
    }

    /// Written when the whole document is, as are those that it refers to.
    ObjectNode reference(Class<?> type) {
        String name = prose.schemaName(type);
        Class<?> other = types.putIfAbsent(name, type);
        if (other == null) {
            waiting.add(type);
        } else if (other != type) {
            prose.fault("two schemas are called " + name + ": " + other.getName() + " and " + type.getName());
        }
        return JSON.createObjectNode().put("$ref", REF + name);
    }

    /// A page of these, under a name of its own.
    ObjectNode page(Class<?> row) {
        String name = prose.pageName(prose.schemaName(row));
        if (!schemas.containsKey(name)) {
            ObjectNode schema = JSON.createObjectNode().put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            properties.set("items", meaning(name, "items", array(of(row))));
            properties.set("next", meaning(name, "next", text(null)));
            schema.putArray("required").add("items");
            ended(name, schema);
        }
        return JSON.createObjectNode().put("$ref", REF + name);
    }

    void problem(Collection<ProblemType> refusals) {
        String name = prose.schemaName(Problem.class);
        ObjectNode schema = record(name, Problem.class);
        ObjectNode properties = (ObjectNode) schema.required("properties");
        Map<String, Set<Class<?>>> members = new TreeMap<>();
        refusals.forEach(type -> type.members()
                .forEach((member, of) ->
                        members.computeIfAbsent(member, _ -> new HashSet<>()).add(of)));
        members.forEach((member, of) -> {
            ObjectNode one = of(of.iterator().next());
            if (of.size() > 1) {
                one = JSON.createObjectNode();
                ArrayNode any = one.putArray("anyOf");
                of.stream()
                        .map(prose::schemaName)
                        .sorted()
                        .forEach(each -> any.addObject().put("$ref", REF + each));
                of.forEach(this::reference);
            }
            properties.set(member, meaning(name, member, one));
        });
        ended(name, schema);
    }

    ObjectNode all() {
        while (!waiting.isEmpty()) {
            Class<?> type = waiting.remove();
            String name = prose.schemaName(type);
            ended(name, type.isEnum() || pattern(type) != null ? named(name, type) : record(name, type));
        }
        ObjectNode all = JSON.createObjectNode();
        schemas.forEach(all::set);
        return all;
    }

    /// What a value of this type looks like, where it stands.
    ObjectNode of(Type type) {
        if (type instanceof ParameterizedType many) {
            return List.class == many.getRawType()
                    ? array(of(many.getActualTypeArguments()[0]))
                    : JSON.createObjectNode().put("type", "object");
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isArray()) {
            return array(of(plain.componentType()));
        }
        if (plain.isEnum() || pattern(plain) != null) {
            return reference(plain);
        }
        ObjectNode scalar = scalar(plain);
        return scalar != null ? scalar : reference(plain);
    }

    private ObjectNode record(String name, Class<?> type) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = JSON.createObjectNode();
        ArrayNode required = JSON.createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String property = StrictJson.wireName(component);
            ObjectNode one = limited(component, of(component.getGenericType()));
            properties.set(property, meaning(name, property, one));
            Utf8Bytes bytes = component.getAnnotation(Utf8Bytes.class);
            if (bytes != null) {
                String said = one.path("description").asString("");
                one.put("description", said + " At most " + bytes.max() + " bytes of UTF-8.");
            }
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(property);
            }
        }
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (read.contains(type)) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    private void ended(String name, ObjectNode schema) {
        prose.schema(name).properties().stream()
                .filter(said ->
                        said.getKey().equals("description") || said.getKey().equals("example"))
                .forEach(said -> schema.set(said.getKey(), said.getValue()));
        schemas.put(name, schema);
    }

    /// An enum, or a text of one pattern.
    private ObjectNode named(String name, Class<?> type) {
        if (prose.schema(name).path("description").isMissingNode()) {
            prose.fault("nothing is said of the schema " + name);
        }
        if (!type.isEnum()) {
            return text(null).put("pattern", "^" + pattern(type) + "$");
        }
        return oneOf(Arrays.stream(type.getEnumConstants())
                .map(constant -> StrictJson.wireName((Enum<?>) constant))
                .toList());
    }

    private ObjectNode meaning(String schema, String property, ObjectNode one) {
        var said = prose.property(schema, property);
        if (said != null) {
            said.properties().forEach(each -> one.set(each.getKey(), each.getValue()));
        } else if (!one.has("$ref")
                || !isDescribed(one.required("$ref").asString().substring(REF.length()))) {
            prose.fault("nothing is said of " + schema + "." + property);
        }
        return one;
    }

    private boolean isDescribed(String name) {
        return !prose.schema(name).path("description").isMissingNode();
    }

    private static ObjectNode limited(RecordComponent component, ObjectNode one) {
        if (component.getDeclaringRecord() == RuleText.class
                && component.getName().equals("category")) {
            return oneOf(RetentionRules.categories().stream().sorted().toList()); // contracts know nothing of HTTP
        }
        boolean byName = component.getType() == Map.class;
        Chars chars = component.getAnnotation(Chars.class);
        if (chars != null) {
            ObjectNode limited = byName ? one.putObject("additionalProperties").put("type", "string") : one;
            limited.put("minLength", 1).put("maxLength", chars.max());
        }
        Utf8Bytes bytes = component.getAnnotation(Utf8Bytes.class);
        if (bytes != null) {
            one.put("minLength", 1).put("maxLength", bytes.max());
        }
        Items items = component.getAnnotation(Items.class);
        if (items != null) {
            String of = byName ? "Properties" : "Items";
            one.put("min" + of, 1);
            if (items.max() < Integer.MAX_VALUE) {
                one.put("max" + of, items.max());
            }
        }
        NameOf names = component.getAnnotation(NameOf.class);
        return names == null
                ? one
                : oneOf(Arrays.stream(names.value().getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static ObjectNode oneOf(List<String> values) {
        ObjectNode one = text(null);
        values.forEach(one.putArray("enum")::add);
        values.forEach(one.putArray("x-extensible-enum")::add);
        return one;
    }

    /// @return null if it is an object
    private static @Nullable ObjectNode scalar(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return JSON.createObjectNode().put("type", "integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return JSON.createObjectNode().put("type", "integer").put("format", "int64");
        }
        if (type == boolean.class || type == Boolean.class) {
            return JSON.createObjectNode().put("type", "boolean");
        }
        if (type == Object.class) {
            return JSON.createObjectNode();
        }
        if (type.isEnum() || type == String.class || type == Cursor.class) {
            return text(null);
        }
        String format = Map.of(
                        UUID.class, "uuid",
                        Instant.class, "date-time",
                        LocalDate.class, "date",
                        Duration.class, "duration",
                        Period.class, "duration",
                        URI.class, "uri")
                .get(type);
        if (format != null) {
            return text(format);
        }
        RecordComponent only = onlyComponent(type);
        return only == null ? null : scalar(only.getType());
    }

    /// Of a record that is written as its one value.
    private static @Nullable RecordComponent onlyComponent(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components != null
                        && components.length == 1
                        && components[0].getAccessor().isAnnotationPresent(JsonValue.class)
                ? components[0]
                : null;
    }

    /// What the type says its one text looks like.
    private static @Nullable String pattern(Class<?> type) {
        if (onlyComponent(type) == null) {
            return null;
        }
        try {
            return (String) type.getField("PATTERN").get(null);
        } catch (NoSuchFieldException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> element(Type type) {
        if (type instanceof ParameterizedType list) {
            return element(list.getActualTypeArguments()[list.getActualTypeArguments().length - 1]);
        }
        return (Class<?>) type;
    }

    private static ObjectNode array(ObjectNode items) {
        ObjectNode array = JSON.createObjectNode().put("type", "array");
        array.set("items", items);
        return array;
    }

    private static ObjectNode text(@Nullable String format) {
        ObjectNode text = JSON.createObjectNode().put("type", "string");
        return format == null ? text : text.put("format", format);
    }
}
