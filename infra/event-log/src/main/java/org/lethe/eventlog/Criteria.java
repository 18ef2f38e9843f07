package org.lethe.eventlog;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTypes;

/// What a decision asks the log for, in terms of our events.
public final class Criteria {

    /// Types by their wire names, made once.
    public record Types(Set<QualifiedName> names) {}

    private Criteria() {}

    @SafeVarargs
    public static Types types(Class<? extends Event>... types) {
        return new Types(Arrays.stream(types)
                .map(type -> new QualifiedName(EventTypes.of(type).name()))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /// Events of these types with this tag.
    public static EventCriteria of(String key, Object value, Types types) {
        return EventCriteria.havingTags(Set.of(new Tag(key, value.toString()))).andBeingOneOfTypes(types.names());
    }

    /// Events of any type with this tag.
    public static EventCriteria of(String key, Object value) {
        return EventCriteria.havingTags(Set.of(new Tag(key, value.toString())));
    }
}
