package org.lethe.eventlog;

import java.time.Instant;
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
    private final List<EventRow> placed;
    private final List<Instant> times = new ArrayList<>(0); // of those that were found

    PendingAppend(
            Condition condition, List<EventRow> rows, @Nullable TransactionStep step, @Nullable Appended appended) {
        this.condition = condition;
        this.rows = rows;
        this.step = step;
        this.appended = appended;
        this.positions = new ArrayList<>(rows.size());
        this.placed = new ArrayList<>(rows.size());
    }

    /// One of the events would stand there, as this row.
    void placed(LogPosition position, EventRow row) {
        positions.add(position);
        placed.add(row);
    }

    /// One of the events was found to stand there.
    void found(LogPosition position, Instant recordedAt) {
        positions.add(position);
        times.add(recordedAt);
    }

    List<LogPosition> positions() {
        return positions;
    }

    /// The rows as they are written, one for each position.
    List<EventRow> placed() {
        return placed;
    }

    void notPlaced() {
        positions.clear();
        placed.clear();
        times.clear();
    }

    void complete() {
        if (appended != null) {
            appended.fill(
                    List.copyOf(positions),
                    placed.isEmpty()
                            ? List.copyOf(times)
                            : placed.stream().map(EventRow::recordedAt).toList());
        }
        done.complete(positions.getLast().position());
    }
}
