package org.lethe.retention.runs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.lethe.contracts.Meters;

/// What runs did, without saying whose.
final class RunMetrics {
    private final Counter ordered;
    private final Counter destroyed;
    private final Counter held;
    private final Counter completed;
    private final Timer sweep;

    RunMetrics(MeterRegistry meters) {
        this.ordered = counter(meters, Meters.RETENTION_BUCKETS_ORDERED.meter(), "Buckets ordered to go");
        this.destroyed =
                counter(meters, Meters.RETENTION_BUCKETS_DESTROYED.meter(), "Buckets that went by completed runs");
        this.held = counter(meters, Meters.RETENTION_BUCKETS_HELD.meter(), "Buckets that were due in runs and stayed");
        this.completed = counter(meters, Meters.RETENTION_RUNS_COMPLETED.meter(), "Clients' runs that were certified");
        this.sweep = Timer.builder(Meters.RETENTION_SWEEP.meter())
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
