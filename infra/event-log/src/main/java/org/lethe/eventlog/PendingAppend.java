package org.lethe.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An append on its way through the writer.
final class PendingAppend {
    final Condition condition;
    final List<EventRow> rows;
    final @Nullable TransactionStep step;
    final @Nullable Appended appended;
    final CompletableFuture<Long> done = new CompletableFuture<>();
    final long enqueuedNanos = System.nanoTime();
    /// Whether the writer has decided it; belongs to the writer's thread, its caller learns of it a moment later.
    boolean answered;

    private final List<LogPosition> positions;

    PendingAppend(
            Condition condition, List<EventRow> rows, @Nullable TransactionStep step, @Nullable Appended appended) {
        this.condition = condition;
        this.rows = rows;
        this.step = step;
        this.appended = appended;
        this.positions = new ArrayList<>(rows.size());
    }

    void placed(LogPosition position) {
        positions.add(position);
    }

    List<LogPosition> positions() {
        return positions;
    }

    void notPlaced() {
        positions.clear();
    }

    void complete() {
        if (appended != null) {
            appended.fill(List.copyOf(positions));
        }
        done.complete(positions.getLast().position());
    }
}
