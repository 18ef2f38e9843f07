package org.lethe.eventlog;

import java.time.Duration;
import java.util.Set;
import org.lethe.contracts.Meaning;

/// How the log behaves; the defaults suit one machine.
///
/// @param uniqueTagKeys keys of tags that at most one event in the whole log may carry
public record EventLogSettings(
        Set<String> uniqueTagKeys,

        @Meaning(
                "appends in one transaction at most, which also ends at 2,000 events; more make a longer wait for the first of them")
        int maxBatchAppends,

        @Meaning("appends that may wait for a batch; above it new ones are refused at once")
        int maxWaitingAppends,

        @Meaning(
                "tags whose decision events are kept in memory; about 1 KiB each, one with many events counts once more for every four")
        int cachedTags,

        @Meaning("entries of each of the two generations of the index of recent appends; 16 bytes each")
        int recentTags,

        @Meaning("messages for which the filter of known ids is laid out; 10 bits each")
        long expectedUniqueTags,

        @Meaning(
                "reads of much at once, such as transcripts; fewer than lethe.db.connections, the rest is for decisions")
        int maxLongReads,

        @Meaning("how long a reader waits where no notification wakes it")
        Duration pollInterval,

        @Meaning("how long an append waits for a lost database before it fails")
        Duration reconnectTimeout) {

    public EventLogSettings {
        uniqueTagKeys = Set.copyOf(uniqueTagKeys);
        require(maxBatchAppends > 0, "lethe.log.max-batch-appends is at least 1");
        require(maxWaitingAppends > 0, "lethe.log.max-waiting-appends is at least 1");
        require(cachedTags > 0, "lethe.log.cached-tags is at least 1");
        require(recentTags > 0, "lethe.log.recent-tags is at least 1");
        require(expectedUniqueTags > 0, "lethe.log.expected-unique-tags is at least 1");
        require(maxLongReads > 0, "lethe.log.max-long-reads is at least 1");
        require(pollInterval.isPositive(), "lethe.log.poll-interval is longer than nothing");
        require(!reconnectTimeout.isNegative(), "lethe.log.reconnect-timeout is no negative length of time");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public static EventLogSettings defaults() {
        return new EventLogSettings(
                Set.of("message", "external"),
                1_000,
                20_000,
                200_000,
                1 << 20,
                20_000_000,
                4,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
    }
}
