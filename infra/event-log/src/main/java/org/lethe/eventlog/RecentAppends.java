package org.lethe.eventlog;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;

/// The last position of each tag and type among the newest events, in two generations: when the younger is full the
/// older is dropped, and the horizon rises to where the younger began. Above the horizon an answer is exact (but for
/// a collision of hashes, which only ever says "later" where nothing was).
///
/// Belongs to the writer's thread.
final class RecentAppends {
    static final long NEVER = 0;

    private final int entriesPerGeneration;
    private Long2LongOpenHashMap younger;
    private Long2LongOpenHashMap older;
    private long youngerSince;
    private long olderSince;

    /// @param since the log's head when recording begins; nothing is known of what lies at or before it
    RecentAppends(int entriesPerGeneration, long since) {
        this.entriesPerGeneration = entriesPerGeneration;
        this.younger = newGeneration();
        this.older = newGeneration();
        this.youngerSince = since;
        this.olderSince = since;
    }

    void record(long[] pairs, long position) {
        if (younger.size() >= entriesPerGeneration) {
            older = younger;
            olderSince = youngerSince;
            younger = newGeneration();
            youngerSince = position - 1;
        }
        for (long pair : pairs) {
            younger.put(pair, position);
        }
    }

    /// The last position recorded under this pair, or [#NEVER].
    long lastPosition(long pair) {
        long position = younger.get(pair);
        return position != NEVER ? position : older.get(pair);
    }

    /// All events after this position are known here.
    long horizon() {
        return olderSince;
    }

    private static Long2LongOpenHashMap newGeneration() {
        Long2LongOpenHashMap generation = new Long2LongOpenHashMap(1 << 12);
        generation.defaultReturnValue(NEVER);
        return generation;
    }
}
