package org.lethe.service.words;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.WordedEvent;

/// The wire name of an event that carries words.
public record WordedType(@JsonValue String name) {
    private static final Map<String, Class<? extends WordedEvent>> BY_NAME = byName();

    /// What a name may be.
    public static final String PATTERN = "(" + String.join("|", BY_NAME.keySet()) + ")";

    @JsonCreator
    public WordedType {
        if (!BY_NAME.containsKey(name)) {
            throw new IllegalArgumentException("one of " + String.join(", ", BY_NAME.keySet()));
        }
    }

    static WordedType of(Class<? extends WordedEvent> event) {
        return new WordedType(EventTypes.of(event).name());
    }

    public Class<? extends WordedEvent> event() {
        Class<? extends WordedEvent> event = BY_NAME.get(name);
        if (event == null) {
            throw new IllegalStateException("no such event was let in");
        }
        return event;
    }

    private static Map<String, Class<? extends WordedEvent>> byName() {
        Map<String, Class<? extends WordedEvent>> types = new TreeMap<>();
        EventTypes.kind(WordedEvent.class)
                .forEach(type -> types.put(EventTypes.of(type).name(), type));
        return types;
    }

    @Override
    public String toString() {
        return name;
    }
}
