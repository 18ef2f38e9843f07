package org.lethe.eventlog;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/// A stream without end: reads on from a position, waits at the head, goes on when woken. Positions are dense and
/// committed in order, so "after the last one" misses nothing.
final class TailingStream implements MessageStream<EventMessage> {

    /// Reads what comes next.
    @FunctionalInterface
    interface Fetcher {
        Page after(long position);
    }

    /// @param scannedTo nothing that matches stands between the last entry and this position
    record Page(Queue<Entry<EventMessage>> entries, long scannedTo) {}

    private final Fetcher fetcher;
    private final LogHead head;
    private final Runnable onClose;
    private Queue<Entry<EventMessage>> entries = new ArrayDeque<>();
    private long scannedTo;
    private volatile Runnable callback = () -> {};
    private volatile boolean closed;
    private @Nullable Throwable error;

    TailingStream(long after, LogHead head, Fetcher fetcher, Consumer<TailingStream> onClose) {
        this.scannedTo = after;
        this.head = head;
        this.fetcher = fetcher;
        this.onClose = () -> onClose.accept(this);
    }

    void wake() {
        callback.run();
    }

    @Override
    public synchronized Optional<Entry<EventMessage>> next() {
        Optional<Entry<EventMessage>> entry = peek();
        if (entry.isPresent()) {
            entries.remove();
        }
        return entry;
    }

    @Override
    public synchronized Optional<Entry<EventMessage>> peek() {
        try {
            while (!closed && entries.isEmpty() && scannedTo < head.position()) {
                Page page = fetcher.after(scannedTo);
                entries = page.entries();
                scannedTo = page.scannedTo();
            }
        } catch (RuntimeException e) {
            error = e;
            close();
        }
        return closed ? Optional.empty() : Optional.ofNullable(entries.peek());
    }

    @Override
    public void setCallback(Runnable newCallback) {
        callback = newCallback;
        newCallback.run();
    }

    @Override
    public synchronized Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    @Override
    public boolean isCompleted() {
        return closed;
    }

    @Override
    public boolean hasNextAvailable() {
        return peek().isPresent();
    }

    /// Closes it from the log's side and tells who waits for more.
    void end() {
        close();
        wake();
    }

    @Override
    public void close() {
        closed = true;
        onClose.run();
    }
}
