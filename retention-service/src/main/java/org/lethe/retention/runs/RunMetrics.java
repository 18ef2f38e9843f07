package org.lethe.retention.runs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// What runs did, without saying whose.
final class RunMetrics {
    private final Counter ordered;
    private final Counter destroyed;
    private final Counter held;
    private final Counter completed;
    private final Timer sweep;

    RunMetrics(MeterRegistry meters) {
        this.ordered = counter(meters, "lethe.retention.buckets.ordered", "Buckets ordered to go");
        this.destroyed = counter(meters, "lethe.retention.buckets.destroyed", "Buckets that went by completed runs");
        this.held = counter(meters, "lethe.retention.buckets.held", "Buckets that were due in runs and stayed");
        this.completed = counter(meters, "lethe.retention.runs.completed", "Clients' runs that were certified");
        this.sweep = Timer.builder("lethe.retention.sweep")
                .description("Time to find what is due of all clients")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    void ordered(int buckets) {
        ordered.increment(buckets);
    }

    void completed(int bucketsDestroyed, int bucketsHeld) {
        destroyed.increment(bucketsDestroyed);
        held.increment(bucketsHeld);
        completed.increment();
    }

    Timer sweep() {
        return sweep;
    }
}
