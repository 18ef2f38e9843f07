package org.lethe.web;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/// Says what is wrong with a body from what Jackson threw, without Jackson's words: they quote the body.
final class JsonComplaint {
    private static final Pattern HARMLESS_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final String OUR_CODE = "org.lethe.";

    private JsonComplaint() {}

    static InvalidBodyException about(JacksonException e) {
        return new InvalidBodyException(pointer(e), detail(e));
    }

    private static String detail(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "unknown field; accepted: " + knownFields(unknown);
            case InvalidNullException _ -> "required, and not null";
            case ValueInstantiationException refused -> refusal(refused);
            case MismatchedInputException mismatched when endsAtAMissingField(mismatched) -> "required";
            case MismatchedInputException mismatched
            when isFollowed(mismatched) -> "one JSON value; another one follows it";
            case MismatchedInputException mismatched -> accepted(mismatched.getTargetType());
            case StreamConstraintsException _ -> "JSON that is less deep, with shorter names and numbers";
            case InputCoercionException outOfRange -> accepted(outOfRange.getTargetType());
            case StreamReadException _ -> malformed(e);
            default -> "another kind of value";
        };
    }

    /// Names are echoed only where they look like a name of a field; others may be somebody's data.
    private static String pointer(JacksonException e) {
        StringBuilder pointer = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            String name = reference.getPropertyName();
            if (name == null) {
                pointer.append('/').append(reference.getIndex());
            } else if (HARMLESS_NAME.matcher(name).matches()) {
                pointer.append('/').append(name);
            } else {
                break;
            }
        }
        return pointer.toString();
    }

    private static String knownFields(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        return known == null || known.isEmpty()
                ? "none"
                : known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    /// Jackson reports an absent field with the field as last step of the path and the token that ended its object.
    private static boolean endsAtAMissingField(MismatchedInputException e) {
        return Objects.requireNonNullElse(e.getOriginalMessage(), "").startsWith("Missing required creator property");
    }

    private static boolean isFollowed(MismatchedInputException e) {
        return Objects.requireNonNullElse(e.getOriginalMessage(), "").startsWith("Trailing token");
    }

    /// A record's own words, if it was our code that threw them: those name what is accepted. A message from the JDK
    /// may quote the value.
    private static String refusal(ValueInstantiationException e) {
        Throwable cause = e.getCause();
        if (cause != null && cause.getClass() == IllegalArgumentException.class && cause.getMessage() != null) {
            StackTraceElement[] stack = cause.getStackTrace();
            if (stack.length > 0 && stack[0].getClassName().startsWith(OUR_CODE)) {
                return cause.getMessage();
            }
        }
        return accepted(e.getType() == null ? null : e.getType().getRawClass());
    }

    private static String malformed(JacksonException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        String message = Objects.requireNonNullElse(e.getOriginalMessage(), "");
        return message.startsWith("Duplicate Object property")
                ? "each field once; one stands twice" + where
                : "well-formed JSON; it is not" + where;
    }

    /// What a value of this type looks like in JSON.
    static String accepted(@Nullable Class<?> type) {
        if (type == null) {
            return "another kind of value";
        }
        if (type == String.class) {
            return "a string in quotes, without NUL or lone surrogates";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == UUID.class) {
            return "a UUID of 36 characters";
        }
        if (type == Instant.class) {
            return "an RFC 3339 time such as 2026-01-31T12:00:00Z";
        }
        if (type == LocalDate.class) {
            return "a date such as 2026-01-31";
        }
        if (type == Period.class) {
            return "an ISO 8601 period such as P13M";
        }
        if (type == Duration.class) {
            return "an ISO 8601 duration such as PT5M";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> StrictJson.wireName((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        return structure(type);
    }

    private static String structure(Class<?> type) {
        if (type == float.class || type == double.class || type == Double.class || type == BigDecimal.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == BigInteger.class) {
            return "a whole number in range";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "an object";
        }
        RecordComponent[] components = type.getRecordComponents();
        boolean oneValue = components != null
                && components.length == 1
                && components[0].getAccessor().isAnnotationPresent(com.fasterxml.jackson.annotation.JsonValue.class);
        return oneValue ? accepted(components[0].getType()) : "an object";
    }

    /// A name with what it is a name of; the latter alone if the name may be somebody's data.
    static String harmless(String prefix, String name) {
        return HARMLESS_NAME.matcher(name).matches() ? prefix + name : prefix;
    }
}
