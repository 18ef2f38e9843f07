package org.lethe.contracts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.contracts.WireNames.Named;

/// The wire names and versions of events, as each event's record says them. Where one says none, nothing here can be
/// used.
public final class EventTypes {

    /// A wire name and its version.
    public record WireType(String name, int version) {}

    static final List<Named<Event>> NAMED = WireNames.of(Event.class);

    private static final Map<Class<? extends Event>, WireType> BY_CLASS =
            NAMED.stream().collect(Collectors.toUnmodifiableMap(Named::type, Named::wireType));

    private static final Map<WireType, Class<? extends Event>> BY_WIRE_TYPE = byWireType();

    private EventTypes() {}

    private static Map<WireType, Class<? extends Event>> byWireType() {
        Map<WireType, Class<? extends Event>> types = new HashMap<>();
        for (Named<Event> named : NAMED) {
            for (int version = 1; version <= named.wireType().version(); version++) {
                types.put(new WireType(named.wireType().name(), version), named.type());
            }
        }
        return Map.copyOf(types);
    }

    /// What is written today.
    public static WireType of(Class<? extends Event> type) {
        WireType wireType = BY_CLASS.get(type);
        if (wireType == null) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no wire name");
        }
        return wireType;
    }

    /// @param wireType of this or an earlier version
    /// @throws UnknownEventTypeException if this version of Lethe knows no such event
    public static Class<? extends Event> of(WireType wireType) {
        Class<? extends Event> type = BY_WIRE_TYPE.get(wireType);
        if (type == null) {
            throw new UnknownEventTypeException(wireType);
        }
        return type;
    }

    /// All events that this version of Lethe knows.
    public static Set<Class<? extends Event>> all() {
        return BY_CLASS.keySet();
    }

    /// All events that carry content.
    public static Set<Class<? extends ContentEvent>> content() {
        return kind(ContentEvent.class);
    }

    /// All events of a sealed kind, such as [WordedEvent].
    public static <E extends Event> Set<Class<? extends E>> kind(Class<E> kind) {
        return WireNames.<E>records(kind).collect(Collectors.toUnmodifiableSet());
    }

    /// The wire names of these events and of all events of these kinds; to read the log by.
    @SafeVarargs
    public static List<String> names(Class<? extends Event>... kinds) {
        return Stream.of(kinds)
                .<Class<? extends Event>>flatMap(WireNames::records)
                .map(type -> of(type).name())
                .toList();
    }
}
