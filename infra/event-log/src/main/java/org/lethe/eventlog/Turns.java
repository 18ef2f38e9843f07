package org.lethe.eventlog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;

/// Appends on their way to the writer, by client: one of each client in turn, so that nobody waits behind all that
/// another one brought. A client's own stay in order. Belongs to the writer's thread.
final class Turns {
    private final SequencedMap<UUID, Deque<PendingAppend>> byClient = new LinkedHashMap<>();

    void add(PendingAppend append) {
        byClient.computeIfAbsent(append.rows.getFirst().client(), _ -> new ArrayDeque<>())
                .add(append);
    }

    boolean isEmpty() {
        return byClient.isEmpty();
    }

    /// Moves what goes into one batch, together with what was taken before.
    ///
    /// @param maxRows none is added to a batch that has so many
    void moveTo(List<PendingAppend> taken, int maxAppends, int maxRows) {
        int rows = taken.stream().mapToInt(append -> append.rows.size()).sum();
        while (!byClient.isEmpty() && taken.size() < maxAppends && rows < maxRows) {
            Map.Entry<UUID, Deque<PendingAppend>> first = byClient.pollFirstEntry();
            PendingAppend append = first.getValue().remove();
            taken.add(append);
            rows += append.rows.size();
            if (!first.getValue().isEmpty()) {
                byClient.put(first.getKey(), first.getValue());
            }
        }
    }

    /// All that is left.
    List<PendingAppend> removeAll() {
        List<PendingAppend> left = new ArrayList<>();
        byClient.values().forEach(left::addAll);
        byClient.clear();
        return left;
    }
}
