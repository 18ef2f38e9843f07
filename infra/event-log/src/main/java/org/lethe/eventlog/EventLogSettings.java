package org.lethe.eventlog;

import java.time.Duration;
import java.util.Set;

/// How the log behaves; the defaults suit one machine.
///
/// @param uniqueTagKeys keys of tags that at most one event in the whole log may carry
/// @param maxBatchAppends appends in one transaction; more make a longer wait for the first of them
/// @param maxWaitingAppends appends that may wait for a batch; above it new ones are refused at once
/// @param cachedTags tags whose decision events are kept in memory; about 1 KiB each
/// @param recentTags entries of each of the two generations of the index of recent appends; 16 bytes each
/// @param expectedUniqueTags for which the filter of unique tags is laid out; 10 bits each
/// @param pollInterval how long a reader waits where no notification wakes it
/// @param reconnectTimeout how long an append waits for a lost database before it fails
public record EventLogSettings(
        Set<String> uniqueTagKeys,
        int maxBatchAppends,
        int maxWaitingAppends,
        int cachedTags,
        int recentTags,
        long expectedUniqueTags,
        Duration pollInterval,
        Duration reconnectTimeout) {

    public static EventLogSettings defaults() {
        return new EventLogSettings(
                Set.of("message", "external"),
                1_000,
                20_000,
                200_000,
                1 << 20,
                20_000_000,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }
}
