package org.lethe.eventlog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Appends on their way to the writer, by client: one of each client in turn, so that nobody waits behind all that
/// another one brought. A client's own stay in order. Belongs to the writer's thread.
final class Turns {
    private final Map<UUID, Queue> byClient = new HashMap<>();
    private final Deque<Queue> order = new ArrayDeque<>();

    /// What waits of one client; never empty.
    private record Queue(UUID client, Deque<PendingAppend> appends) {}

    void add(PendingAppend append) {
        UUID client = append.rows.getFirst().client();
        Queue queue = byClient.get(client);
        if (queue == null) {
            queue = new Queue(client, new ArrayDeque<>());
            byClient.put(client, queue);
            order.add(queue);
        }
        queue.appends().add(append);
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    /// Moves what goes into one batch, behind what was taken before.
    ///
    /// @param rows that were taken before
    /// @param maxRows none is added to a batch that has so many
    /// @return rows that are taken now
    int moveTo(List<PendingAppend> taken, int rows, int maxAppends, int maxRows) {
        int all = rows;
        while (!order.isEmpty() && taken.size() < maxAppends && all < maxRows) {
            Queue first = order.remove();
            PendingAppend append = first.appends().remove();
            taken.add(append);
            all += append.rows.size();
            if (first.appends().isEmpty()) {
                byClient.remove(first.client());
            } else {
                order.add(first);
            }
        }
        return all;
    }

    /// All that is left.
    List<PendingAppend> removeAll() {
        List<PendingAppend> left = new ArrayList<>();
        order.forEach(queue -> left.addAll(queue.appends()));
        order.clear();
        byClient.clear();
        return left;
    }
}
