package org.lethe.web;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The limits of a record's components, and of the records within: [Chars], [Utf8Bytes], [Items]. Worked out once per
/// class; a body without limits costs nothing.
final class BodyLimits {

    /// @param accepted what is said where it does not hold
    private record Limit(Predicate<Object> holds, String accepted) {}

    /// @param each of the texts in a component that is texts by their names
    /// @param within of the component's record, or of those in its list
    private record Part(String name, MethodHandle accessor, List<Limit> limits, List<Limit> each, BodyLimits within) {

        @Nullable
        FieldError fault(Object whole) {
            Object value = value(whole);
            if (value == null) {
                return null;
            }
            FieldError own = fault("/" + name, value, limits);
            if (own != null) {
                return own;
            }
            if (value instanceof Map<?, ?> texts) {
                return faultOfEach(texts);
            }
            if (within.isNone()) {
                return null;
            }
            if (!(value instanceof List<?> list)) {
                return at("/" + name, within.fault(value));
            }
            for (int i = 0; i < list.size(); i++) {
                FieldError fault = within.fault(Objects.requireNonNull(list.get(i)));
                if (fault != null) {
                    return at("/" + name + "/" + i, fault);
                }
            }
            return null;
        }

        private @Nullable FieldError faultOfEach(Map<?, ?> texts) {
            for (Map.Entry<?, ?> text : texts.entrySet()) {
                String key = text.getKey().toString().replace("~", "~0").replace("/", "~1"); // RFC 6901, 3
                FieldError fault = fault("/" + name + "/" + key, text.getValue(), each);
                if (fault != null) {
                    return fault;
                }
            }
            return null;
        }

        private static @Nullable FieldError fault(String pointer, Object value, List<Limit> limits) {
            for (Limit limit : limits) {
                if (!limit.holds().test(value)) {
                    return new FieldError(pointer, limit.accepted());
                }
            }
            return null;
        }

        private @Nullable Object value(Object whole) {
            try {
                return accessor.invoke(whole);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("an accessor throws nothing checked", e);
            }
        }

        private static @Nullable FieldError at(String pointer, @Nullable FieldError within) {
            return within == null ? null : new FieldError(pointer + within.pointer(), within.detail());
        }
    }

    private final List<Part> parts;

    private BodyLimits(List<Part> parts) {
        this.parts = parts;
    }

    static BodyLimits of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            return new BodyLimits(List.of());
        }
        List<Part> parts = new ArrayList<>();
        for (RecordComponent component : components) {
            List<Limit> ofText = textLimits(component);
            boolean many = component.getType() == Map.class;
            List<Limit> limits = many ? itemLimits(component) : concat(ofText, itemLimits(component));
            BodyLimits within = of(inner(component.getGenericType()));
            if (!limits.isEmpty() || !ofText.isEmpty() || !within.isNone()) {
                parts.add(new Part(
                        StrictJson.wireName(component),
                        accessor(component),
                        limits,
                        many ? ofText : List.of(),
                        within));
            }
        }
        return new BodyLimits(List.copyOf(parts));
    }

    /// @throws InvalidBodyException at the first place that keeps to no limit
    void check(Object value) {
        FieldError fault = fault(value);
        if (fault != null) {
            throw new InvalidBodyException(fault.pointer(), fault.detail());
        }
    }

    private boolean isNone() {
        return parts.isEmpty();
    }

    private @Nullable FieldError fault(Object value) {
        for (Part part : parts) {
            FieldError fault = part.fault(value);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static List<Limit> concat(List<Limit> some, List<Limit> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<Limit> textLimits(RecordComponent component) {
        List<Limit> limits = new ArrayList<>();
        Chars chars = component.getAnnotation(Chars.class);
        if (chars != null) {
            limits.add(new Limit(
                    value -> value instanceof String text
                            && !(chars.mayBeBlank() ? text.isEmpty() : text.isBlank())
                            && text.codePointCount(0, text.length()) <= chars.max(),
                    "1 to " + chars.max() + " characters"));
        }
        Utf8Bytes bytes = component.getAnnotation(Utf8Bytes.class);
        if (bytes != null) {
            limits.add(new Limit(
                    value -> value instanceof String text && !text.isEmpty() && isWithin(text, bytes.max()),
                    "1 to " + bytes.max() + " bytes of UTF-8"));
        }
        return List.copyOf(limits);
    }

    private static List<Limit> itemLimits(RecordComponent component) {
        Items items = component.getAnnotation(Items.class);
        return items == null
                ? List.of()
                : List.of(new Limit(
                        value -> size(value) > 0 && size(value) <= items.max(),
                        items.max() == Integer.MAX_VALUE
                                ? "at least one " + items.of()
                                : "1 to " + items.max() + " " + items.of()));
    }

    private static int size(Object value) {
        return switch (value) {
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> 0;
        };
    }

    private static boolean isWithin(String text, int maxBytes) {
        return text.length() * 3L <= maxBytes || text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
    }

    /// The component's type, or what its list is of.
    private static Class<?> inner(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType list
            when list.getRawType() == List.class ->
                inner(Arrays.stream(list.getActualTypeArguments()).findFirst().orElseThrow());
            default -> Object.class;
        };
    }

    private static MethodHandle accessor(RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true); // the records of bodies are their endpoints' own
            return MethodHandles.lookup().unreflect(component.getAccessor());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("no access to " + component, e);
        }
    }
}
