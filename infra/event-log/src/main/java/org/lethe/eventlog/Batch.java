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
    private final Map<UUID, LogEnd> ends = new HashMap<>();
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

    Map<UUID, LogEnd> ends() {
        return ends;
    }

    long lastPosition(long pair) {
        return lastPositions.get(pair);
    }

    /// Places the append's events behind those of before. None is recorded before the newest of its client's log: a
    /// clock that was set back, or another process's that is ahead, makes its time that one's.
    void add(PendingAppend append, LogEnds logEnds) throws SQLException {
        append.notPlaced();
        appends.add(append);
        for (EventRow row : append.rows) {
            LogEnd known = ends.get(row.client());
            LogEnd end = known == null ? logEnds.of(row.client()) : known;
            EventRow placed =
                    row.recordedAtMicros() < end.recordedAtMicros() ? row.recordedAt(end.recordedAtMicros()) : row;
            ends.put(row.client(), end.and(placed.recordedAtMicros()));
            append.placed(new LogPosition(++last, end.nextLogIndex()), placed);
            for (long pair : row.pairs()) {
                lastPositions.put(pair, last);
            }
        }
    }

    /// Where each client's log ends.
    @FunctionalInterface
    interface LogEnds {
        LogEnd of(UUID client) throws SQLException;
    }
}
