package org.lethe.retention;

import org.lethe.retention.buckets.BucketsSlice;
import org.lethe.retention.certificates.CertificatesSlice;
import org.lethe.retention.holds.HoldsSlice;
import org.lethe.retention.preview.PreviewSlice;
import org.lethe.retention.runs.RunsSlice;
import org.lethe.retention.schedules.SchedulesSlice;
import org.lethe.service.Service;

/// The service as a value. It stands on `SealedWords`, the door to operators' words, and on a `SigningKey`; its
/// tables lie in the database of the log, so that a run's claim on a bucket is made in the commit that orders it.
public final class RetentionService {
    private static final String NO_TASK_IN_HAND = "UPDATE retention.scheduled_tasks SET picked = FALSE,"
            + " picked_by = NULL, last_heartbeat = NULL, version = version + 1 WHERE picked";

    public static final Service SERVICE = Service.of(
                    "retention",
                    RetentionService.class,
                    BucketsSlice::on,
                    SchedulesSlice::on,
                    HoldsSlice::on,
                    CertificatesSlice::on,
                    PreviewSlice::on,
                    RunsSlice::on)
            .releasing(NO_TASK_IN_HAND);

    private RetentionService() {}
}
