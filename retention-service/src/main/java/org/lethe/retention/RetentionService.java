package org.lethe.retention;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Follower;
import org.lethe.eventlog.Followers;
import org.lethe.retention.buckets.BucketView;
import org.lethe.retention.buckets.Buckets;
import org.lethe.retention.certificates.CertificateKey;
import org.lethe.retention.holds.HoldsEndpoint;
import org.lethe.retention.preview.Figures;
import org.lethe.retention.preview.PreviewEndpoint;
import org.lethe.retention.runs.Expiry;
import org.lethe.retention.runs.RunStep;
import org.lethe.retention.schedules.LimitsEndpoint;
import org.lethe.retention.schedules.ScheduleView;
import org.lethe.retention.schedules.SchedulesEndpoint;
import org.lethe.web.Routes;

/// The service put together: its slices, what follows the log, its routes. Plain Java, so that one process,
/// many, a test or a benchmark assemble the same thing.
public final class RetentionService implements AutoCloseable {
    /// The OpenAPI document of these routes on the classpath.
    public static final String OPEN_API = "org/lethe/retention/openapi.json";

    /// What the service stands on; it closes none of it.
    ///
    /// @param dataSource for the views and runs, with the schema of [RetentionSchema]; in the database of the
    /// log, so that a run's claim on a bucket is made in the commit that orders it
    /// @param words the door to operators' sealed words
    /// @param certificateKey signs certificates of destruction
    /// @param steps told how far runs come; tests let them die there
    public record Parts(
            DataSource dataSource,
            EventLog log,
            Commands commands,
            SealedWords words,
            CertificateKey certificateKey,
            Clock clock,
            MeterRegistry meters,
            RunStep.Listener steps) {

        public Parts(
                DataSource dataSource,
                EventLog log,
                Commands commands,
                SealedWords words,
                CertificateKey certificateKey,
                Clock clock,
                MeterRegistry meters) {
            this(dataSource, log, commands, words, certificateKey, clock, meters, _ -> {});
        }
    }

    private final Followers followers;
    private final List<Routes> routes;
    private final Expiry expiry;

    public RetentionService(Parts parts) {
        Buckets buckets = new Buckets(parts.dataSource());
        this.followers = new Followers(
                parts.log(), parts.commands().store(), parts.dataSource(), RetentionSchema.TOKEN_TABLE, parts.meters());
        Follower bucketFollower = followers.add(new BucketView(parts.log()));
        ScheduleView clientView = new ScheduleView(parts.dataSource());
        Figures figures = new Figures(buckets);
        this.expiry = new Expiry(
                parts.dataSource(),
                parts.log(),
                parts.commands(),
                buckets,
                bucketFollower,
                clientView,
                figures,
                parts.certificateKey(),
                parts.steps(),
                parts.clock(),
                parts.meters());
        followers.add(clientView);
        followers.add(expiry.releases());

        LimitsEndpoint limitsEndpoint = new LimitsEndpoint(parts.log(), parts.commands(), parts.clock());
        SchedulesEndpoint schedulesEndpoint =
                new SchedulesEndpoint(parts.log(), parts.commands(), parts.words(), buckets, parts.clock());
        HoldsEndpoint holdsEndpoint =
                new HoldsEndpoint(parts.log(), parts.commands(), parts.words(), buckets, bucketFollower, parts.clock());

        PreviewEndpoint previewEndpoint =
                new PreviewEndpoint(parts.log(), buckets, figures, bucketFollower, parts.clock());

        limitsEndpoint.decide();
        schedulesEndpoint.decide();
        holdsEndpoint.decide();
        expiry.decide();
        this.routes = List.of(
                limitsEndpoint.routes(),
                schedulesEndpoint.routes(),
                holdsEndpoint.routes(),
                previewEndpoint.routes(),
                expiry.routes());
    }

    public List<Routes> routes() {
        return routes;
    }

    /// Starts following the log, and the schedule of runs.
    public void start() {
        followers.start();
        expiry.start();
    }

    /// Whether every view has once taken in what stood in the log at the start.
    public boolean caughtUp() {
        return followers.caughtUp();
    }

    /// Makes all views anew from the log. Runs are no view and stay.
    public void replay() {
        followers.replay();
    }

    /// Stops the schedule and following the log.
    @Override
    public void close() {
        expiry.close();
        followers.close();
    }
}
