package org.lethe.service;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.EventLog;
import org.lethe.service.clock.ClockGuard;
import org.lethe.web.Moments;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// What the slices of one service stand on. It closes what was opened on it, and nothing that it was given.
public final class Foundation {
    private final DataSource dataSource;
    private final EventLog log;
    private final Commands commands;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ExecutorService threads;
    private final Parts parts;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Freshnesses freshnesses = new Freshnesses();

    /// @param dataSource connects as the service's own role; in the database of the log
    /// @param commands of this service alone
    /// @param threads for work that blocks
    /// @param parts what slices ask for by its type; not closed here
    public Foundation(
            DataSource dataSource,
            EventLog log,
            Commands commands,
            Clock clock,
            MeterRegistry meters,
            ExecutorService threads,
            Parts parts) {
        this.dataSource = dataSource;
        this.log = log;
        this.commands = commands;
        this.clock = clock;
        this.meters = meters;
        this.threads = threads;
        this.parts = new Parts().with(parts);
    }

    /// Adds something that several slices share. What can be closed is closed after the service.
    public <T> Foundation with(Class<T> type, T part) {
        parts.with(type, part);
        if (part instanceof AutoCloseable closeable) {
            opened.push(closeable);
        }
        return this;
    }

    /// @throws IllegalStateException if nobody gave one
    public <T> T part(Class<T> type) {
        return parts.get(type);
    }

    /// The part, where somebody gave one.
    public <T> T part(Class<T> type, T otherwise) {
        return parts.get(type, otherwise);
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public EventLog log() {
        return log;
    }

    public Commands commands() {
        return commands;
    }

    public Clock clock() {
        return clock;
    }

    public Moments moments() {
        return new Moments(clock, parts.get(ClockGuard.class).wall());
    }

    public MeterRegistry meters() {
        return meters;
    }

    /// For work that blocks and comes from an event loop.
    public Scheduler blocking() {
        return Schedulers.fromExecutorService(threads, "lethe-blocking");
    }

    /// How new a view of this service is, whichever slice it belongs to.
    ///
    /// @param view its name; if no slice follows it the service does not start
    public Freshness freshness(String view) {
        return freshnesses.of(view);
    }

    Parts parts() {
        return parts;
    }

    Deque<AutoCloseable> opened() {
        return opened;
    }

    Freshnesses freshnesses() {
        return freshnesses;
    }
}
