package org.lethe.service;

import java.util.HashMap;
import java.util.Map;

/// What slices ask for by its type, beyond what every service stands on.
public final class Parts {
    private final Map<Class<?>, Object> parts = new HashMap<>();

    /// Adds one, in place of what was there.
    public <T> Parts with(Class<T> type, T part) {
        parts.put(type, part);
        return this;
    }

    /// Adds all of another's.
    public Parts with(Parts others) {
        parts.putAll(others.parts);
        return this;
    }

    /// @throws IllegalStateException if there is none
    public <T> T get(Class<T> type) {
        Object part = parts.get(type);
        if (part == null) {
            throw new IllegalStateException("nobody gave a " + type.getName());
        }
        return type.cast(part);
    }

    public <T> T get(Class<T> type, T otherwise) {
        return type.cast(parts.getOrDefault(type, otherwise));
    }
}
