package org.lethe.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// JSON as the API speaks it: snake_case, RFC 3339 times, ISO 8601 durations, absent where there is nothing.
///
/// Reading is strict. A field that the record doesn't know, one that stands twice, one that is missing (every component
/// that is not `@Nullable` is required, at any depth), a value of another kind, bytes that are no UTF-8, a NUL, a lone
/// surrogate, anything after the end: each is an [InvalidBodyException] that points at the place and says what is
/// accepted, and repeats nothing of what was sent. So is a value beyond the limits that stand at the record.
///
/// Readers are made once per class; what is required is worked out then, not per request.
public final class StrictJson {
    private static final SnakeCase SNAKE_CASE = new SnakeCase();
    private static final int MAX_DEPTH = 64; // levels; our deepest record has 5
    private static final Map<Class<?>, ObjectReader> READERS = new ConcurrentHashMap<>();
    private static final Map<Class<?>, BodyLimits> LIMITS = new ConcurrentHashMap<>();

    static final JsonMapper MAPPER = JsonMapper.builder(factory())
            .propertyNamingStrategy(SNAKE_CASE)
            .annotationIntrospector(new RequiredComponents())
            .addModule(StrictScalars.module())
            .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfigDefaults(
                    config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Float, config -> config.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
            .build();

    private static final class SnakeCase extends PropertyNamingStrategies.SnakeCaseStrategy {
        String of(String name) {
            return translate(name);
        }

        /// A component that would be a word of Java's ends with `_`, which is not part of its name.
        @Override
        public String translate(String name) {
            String wire = super.translate(name);
            return wire.endsWith("_") ? wire.substring(0, wire.length() - 1) : wire;
        }
    }

    private StrictJson() {}

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .build();
    }

    /// Reads one value that fills the bytes, and holds it against its limits: [Chars], [Utf8Bytes], [Items].
    ///
    /// @throws InvalidBodyException if it is anything but a complete, well-formed `type` within them
    public static <T> T read(byte[] json, Class<T> type) {
        T value = parse(json, type);
        checkLimits(value);
        return value;
    }

    /// @throws InvalidBodyException if a component of this record, or of one within, does not keep to its limits
    public static void checkLimits(Object value) {
        BodyLimits limits = LIMITS.get(value.getClass());
        (limits != null ? limits : LIMITS.computeIfAbsent(value.getClass(), BodyLimits::of)).check(value);
    }

    /// As [#read], without its limits: for who needs to know of a value that goes beyond them, and then calls
    /// [#checkLimits].
    ///
    /// @throws InvalidBodyException if it is anything but a complete, well-formed `type`
    public static <T> T parse(byte[] json, Class<T> type) {
        if (json.length == 0) {
            throw new InvalidBodyException("", "a JSON object is needed");
        }
        if (!Utf8.isText(json)) {
            throw new InvalidBodyException("", "JSON in UTF-8, without NUL");
        }
        T value;
        try {
            value = reader(type).readValue(json);
        } catch (JacksonException e) {
            throw JsonComplaint.about(e);
        }
        if (value == null) {
            throw new InvalidBodyException("", "a JSON object is needed, not null");
        }
        return value;
    }

    /// The bytes of an answer; UTF-8.
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// What a component is called in JSON.
    public static String wireName(RecordComponent component) {
        return SNAKE_CASE.of(component.getName());
    }

    /// What a constant is called in JSON.
    public static String wireName(Enum<?> constant) {
        String quoted = new String(MAPPER.writeValueAsBytes(constant), StandardCharsets.UTF_8);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static ObjectReader reader(Class<?> type) {
        ObjectReader reader = READERS.get(type);
        return reader != null ? reader : READERS.computeIfAbsent(type, MAPPER::readerFor);
    }
}
