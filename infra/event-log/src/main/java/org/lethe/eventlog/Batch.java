package org.lethe.eventlog;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What one transaction will write: the appends taken so far, with the places they would get. Thrown away as a whole
/// where the transaction fails, so nobody is refused for an event that never came to be.
final class Batch {
    private final long base;
    private final List<PendingAppend> appends = new ArrayList<>();
    private final Long2LongOpenHashMap lastPositions = new Long2LongOpenHashMap();
    private final Map<UUID, Long> nextLogIndexes = new HashMap<>();
    private long last;

    /// @param base the head that the batch goes on from
    Batch(long base) {
        this.base = base;
        this.last = base;
        lastPositions.defaultReturnValue(RecentAppends.NEVER);
    }

    boolean isEmpty() {
        return appends.isEmpty();
    }

    long base() {
        return base;
    }

    long last() {
        return last;
    }

    List<PendingAppend> appends() {
        return appends;
    }

    Map<UUID, Long> nextLogIndexes() {
        return nextLogIndexes;
    }

    long lastPosition(long pair) {
        return lastPositions.get(pair);
    }

    void add(PendingAppend append, LogIndexes logIndexes) throws SQLException {
        append.notPlaced();
        appends.add(append);
        for (EventRow row : append.rows) {
            Long known = nextLogIndexes.get(row.client());
            long logIndex = known == null ? logIndexes.next(row.client()) : known;
            nextLogIndexes.put(row.client(), logIndex + 1);
            append.placed(new LogPosition(++last, logIndex));
            for (long pair : row.pairs()) {
                lastPositions.put(pair, last);
            }
        }
    }

    /// Where each client's log goes on.
    @FunctionalInterface
    interface LogIndexes {
        long next(UUID client) throws SQLException;
    }
}
