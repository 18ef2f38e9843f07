package org.lethe.retention.buckets;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class BucketsSlice {
    private BucketsSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("buckets").follows(new BucketView(foundation.log()));
    }
}
