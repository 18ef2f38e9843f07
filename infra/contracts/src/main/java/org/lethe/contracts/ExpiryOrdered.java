package org.lethe.contracts;

import java.util.List;

/// The period of these buckets has passed: their keys are to be destroyed. Stands in the log before anything
/// irreversible happens; in portions, where there are many.
///
/// @param scheduleVersion version of the retention schedule that says so
/// @param buckets at most [#MOST_BUCKETS]; empty where all keys K of an off-boarded client are meant
@WireName("ExpiryOrdered")
public record ExpiryOrdered(
        RunId run, ClientId client, int scheduleVersion, List<Bucket> buckets, boolean wholeClient, String by)
        implements Event {
    public static final int MOST_BUCKETS = 200;

    public ExpiryOrdered {
        buckets = List.copyOf(buckets);
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.RUN, run), EventTag.of(EventTag.EXPIRY_OF, client));
    }
}
