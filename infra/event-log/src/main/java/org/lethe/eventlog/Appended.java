package org.lethe.eventlog;

import java.util.List;
import org.axonframework.messaging.core.Context.ResourceKey;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;

/// Where a command's events came to stand. Empty until they are durable: a handler takes it while it decides and
/// returns it; whoever awaits the command finds it filled.
public final class Appended {

    private static final ResourceKey<Appended> RESOURCE_KEY = ResourceKey.withLabel("appended");

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

    void fill(List<LogPosition> places) {
        positions = places;
    }
}
