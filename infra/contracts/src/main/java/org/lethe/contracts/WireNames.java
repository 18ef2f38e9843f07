package org.lethe.contracts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.contracts.EventTypes.WireType;

/// What the records of a sealed family say of their names.
final class WireNames {

    /// @param upcasters as many as there were versions before
    record Named<T>(Class<? extends T> type, WireType wireType, List<Upcaster> upcasters) {}

    private WireNames() {}

    /// The records of the family, however deep.
    static <T> Stream<Class<? extends T>> records(Class<? extends T> family) {
        Class<?>[] permitted = family.getPermittedSubclasses();
        return permitted == null
                ? Stream.of(family)
                : Arrays.stream(permitted).flatMap(type -> records(WireNames.<T>within(family, type)));
    }

    private static <T> Class<? extends T> within(Class<? extends T> family, Class<?> type) {
        return type.asSubclass(family);
    }

    /// @throws IllegalStateException if one has no name, has another's name, or can't be read from an earlier version
    static <T> List<Named<T>> of(Class<T> family) {
        List<Named<T>> all = new ArrayList<>();
        WireNames.<T>records(family).distinct().forEach(type -> all.add(named(type)));
        Map<String, List<Named<T>>> byName = all.stream()
                .collect(Collectors.groupingBy(named -> named.wireType().name()));
        byName.forEach((name, named) -> {
            if (named.size() > 1) {
                throw new IllegalStateException(named.size() + " events are called " + name);
            }
        });
        return all;
    }

    private static <T> Named<T> named(Class<? extends T> type) {
        WireName said = type.getAnnotation(WireName.class);
        if (said == null) {
            throw new IllegalStateException(type.getSimpleName() + " has no @WireName");
        }
        if (said.version() < 1 || said.upcasters().length != said.version() - 1) {
            throw new IllegalStateException(type.getSimpleName() + " is at version " + said.version() + " and has "
                    + said.upcasters().length + " upcasters; it takes one from each version to the next");
        }
        return new Named<>(
                type,
                new WireType(said.value(), said.version()),
                Arrays.stream(said.upcasters()).map(WireNames::made).toList());
    }

    private static Upcaster made(Class<? extends Upcaster> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " can't be made", e);
        }
    }
}
