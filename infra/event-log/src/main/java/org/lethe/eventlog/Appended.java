package org.lethe.eventlog;

import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.core.Context.ResourceKey;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;

/// Where a command's events came to stand, and when they are recorded. Empty until they are durable: a handler takes it
/// while it decides and returns it; whoever awaits the command finds it filled.
public final class Appended {

    private static final ResourceKey<Appended> RESOURCE_KEY = ResourceKey.withLabel("appended");

    private volatile List<Instant> times = List.of(); // written before the positions, read after them
    private volatile List<LogPosition> positions = List.of();

    private Appended() {}

    /// That of the command being handled.
    public static Appended by(ProcessingContext context) {
        return context.computeResourceIfAbsent(RESOURCE_KEY, Appended::new);
    }

    /// One for each event, in the order they were appended.
    ///
    /// @throws IllegalStateException if nothing was appended, or not yet
    public List<LogPosition> positions() {
        if (positions.isEmpty()) {
            throw new IllegalStateException("nothing was appended yet");
        }
        return positions;
    }

    public LogPosition last() {
        return positions().getLast();
    }

    /// When the last of them is recorded, as the log has it: the command's own time, or a later one where the client's
    /// log was that far already.
    ///
    /// @throws IllegalStateException if nothing was appended, or not yet
    public Instant recordedAt() {
        positions();
        return times.getLast();
    }

    void fill(List<LogPosition> places, List<Instant> recordedAt) {
        times = recordedAt;
        positions = places;
    }
}
