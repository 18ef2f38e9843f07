package org.lethe.retention.runs;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Follower;
import org.lethe.eventlog.View;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.certificates.CertificateKey;
import org.lethe.retention.preview.Figures;
import org.lethe.retention.schedules.ScheduleView;
import org.lethe.web.Routes;

/// This slice put together: runs, their schedule, their routes.
public final class Expiry implements AutoCloseable {
    private final Commands commands;
    private final CertificateKey key;
    private final RunSchedule schedule;
    private final RunsEndpoint endpoint;
    private final Releases releases;

    public Expiry(
            DataSource dataSource,
            EventLog log,
            Commands commands,
            Buckets buckets,
            Follower bucketFollower,
            ScheduleView clients,
            Figures figures,
            CertificateKey key,
            RunStep.Listener steps,
            Clock clock,
            MeterRegistry meters) {
        this.commands = commands;
        this.key = key;
        RunTable table = new RunTable(dataSource);
        RunMetrics metrics = new RunMetrics(meters);
        ClientRuns clientRuns = new ClientRuns(log, commands, buckets, table, metrics, steps, clock);
        Sweep sweep = new Sweep(dataSource, log, buckets, clients, clock);
        Runs runs = new Runs(log, buckets, sweep, figures, table, clientRuns, metrics, steps, clock);
        this.schedule = new RunSchedule(runs, dataSource, clock);
        this.endpoint = new RunsEndpoint(log, runs, table, schedule, bucketFollower, key, clock);
        this.releases = new Releases(schedule);
    }

    /// Says who decides this slice's commands.
    public void decide() {
        commands.handle(OrderExpiry.class, OrderExpiry::decide);
        commands.handle(OrderClientKeys.class, OrderClientKeys::decide);
        commands.handle(CompleteRun.class, (command, decision) -> command.decide(key, decision));
    }

    public Routes routes() {
        return endpoint.routes();
    }

    /// What of it follows the log.
    public View releases() {
        return releases;
    }

    /// Starts the schedule, and what was left undone.
    public void start() {
        schedule.start();
    }

    /// Stops the schedule; what is under way goes on at the next start.
    @Override
    public void close() {
        schedule.close();
    }
}
