package org.lethe.retention.buckets;

/// A bucket that was to be ordered went, or another run claimed it, since it was looked at.
public final class BucketsClaimedException extends RuntimeException {
    BucketsClaimedException() {
        super("a bucket is claimed by another run, or destroyed", null, false, false);
    }
}
