package org.lethe.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.service.subjects.Held;

/// Consumers by their e-mail addresses, of all clients.
final class SubjectsInMemory implements DataSubjects {
    private final Map<String, ConsumerId> consumers = new LinkedHashMap<>();
    private final List<Held> held = new ArrayList<>();

    ConsumerId knows(String email) {
        return consumers.computeIfAbsent(email, one -> ConsumerId.random());
    }

    /// Another address of somebody.
    void alias(String email, ConsumerId consumer) {
        consumers.put(email, consumer);
    }

    void holds(Held piece) {
        held.add(piece);
    }

    @Override
    public Optional<ConsumerId> find(ClientId client, Identifiers identifiers, String pointer) {
        return Optional.ofNullable(consumers.get(identifiers.email()));
    }

    @Override
    public boolean isKnown(ClientId client, ConsumerId consumer) {
        return consumers.containsValue(consumer);
    }

    @Override
    public List<Held.Contact> contacts(ClientId client, ConsumerId consumer) {
        return consumers.entrySet().stream()
                .filter(entry -> entry.getValue().equals(consumer))
                .map(entry -> new Held.Contact(
                        Held.Fate.PRESENT,
                        new Channel("web"),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        entry.getKey(),
                        null,
                        null,
                        null))
                .toList();
    }

    @Override
    public void read(ClientId client, ConsumerId consumer, Reason reason, Consumer<Held> pieces) {
        contacts(client, consumer).forEach(pieces);
        held.forEach(pieces);
    }
}
