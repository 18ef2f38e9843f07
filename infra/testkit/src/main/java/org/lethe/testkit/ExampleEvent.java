package org.lethe.testkit;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.lethe.contracts.Channel;
import org.lethe.contracts.Event;

/// Makes an event of any type, so that a test goes over all of a kind and nobody has to remember it when there is one
/// more. A component is what was given of its type, else something.
public final class ExampleEvent {
    private final List<Object> given;

    private ExampleEvent(List<Object> given) {
        this.given = given;
    }

    /// @param given a value for every component of its type
    public static <E extends Event> E of(Class<E> type, Object... given) {
        return type.cast(new ExampleEvent(Arrays.asList(given)).record(type));
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types)
                    .newInstance(Arrays.stream(types).map(this::value).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no example of " + type.getName(), e);
        }
    }

    private Object value(Class<?> type) {
        return given.stream().filter(type::isInstance).findFirst().orElseGet(() -> something(type));
    }

    private Object something(Class<?> type) {
        if (type == String.class) {
            return "something";
        } else if (type == Instant.class) {
            return Instant.parse("2026-11-01T10:00:00Z");
        } else if (type == UUID.class) {
            return UUID.randomUUID();
        } else if (type == Channel.class) {
            return new Channel("web");
        } else if (type == List.class) {
            return List.of();
        } else if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == boolean.class) {
            return true;
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isRecord()) {
            return record(type);
        }
        throw new IllegalArgumentException("no example of " + type.getName() + "; say here what one is");
    }
}
