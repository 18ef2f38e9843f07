package org.lethe.eventlog;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// All that follows the log on behalf of one service, with its tokens in one table.
public final class Followers implements AutoCloseable {
    private final EventLog log;
    private final EventStore store;
    private final DataSource dataSource;
    private final String tokenTable;
    private final MeterRegistry meters;
    private final List<Follower> all = new ArrayList<>();

    /// @param dataSource where the views and their tokens are
    /// @param tokenTable with its schema: `transcript.token_entry`
    public Followers(EventLog log, EventStore store, DataSource dataSource, String tokenTable, MeterRegistry meters) {
        this.log = log;
        this.store = store;
        this.dataSource = dataSource;
        this.tokenTable = tokenTable;
        this.meters = meters;
    }

    /// Adds one; call it before [#start].
    public Follower add(View view) {
        Follower follower = new Follower(view, log, store, dataSource, tokenTable, meters);
        all.add(follower);
        return follower;
    }

    public void start() {
        all.forEach(Follower::start);
    }

    /// Whether every view has once taken in what stood in the log at the start.
    public boolean caughtUp() {
        return all.stream().allMatch(Follower::hasCaughtUp);
    }

    /// Makes all views anew from the log.
    public void replay() {
        all.forEach(Follower::replay);
    }

    @Override
    public void close() {
        all.forEach(Follower::close);
    }
}
