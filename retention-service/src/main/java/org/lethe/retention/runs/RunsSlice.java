package org.lethe.retention.runs;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.service.signing.SigningKey;

/// This feature in one piece.
public final class RunsSlice {
    private RunsSlice() {}

    public static Slice on(Foundation foundation) {
        SigningKey key = foundation.part(SigningKey.class);
        RunTable table = new RunTable(foundation.dataSource());
        RunMetrics metrics = new RunMetrics(foundation.meters());
        ClientRuns clientRuns = new ClientRuns(foundation, table, metrics);
        Runs runs = new Runs(foundation, new Sweep(foundation), table, clientRuns, metrics);
        RunSchedule schedule = new RunSchedule(runs, foundation.dataSource(), foundation.clock());
        return Slice.named("runs")
                .decides(OrderExpiry.class, OrderExpiry::decide)
                .decides(OrderClientKeys.class, OrderClientKeys::decide)
                .decides(CompleteRun.class, (command, decision) -> command.decide(key, decision))
                .follows(new Releases(schedule))
                .works(schedule)
                .serves(new RunsEndpoint(foundation, runs, table, schedule).routes());
    }
}
