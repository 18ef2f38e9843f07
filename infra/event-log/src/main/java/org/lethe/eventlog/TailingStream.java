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

    /// Whether something that matches may stand after a position; no is certain.
    @FunctionalInterface
    interface Prospect {
        boolean mayHold(long after);
    }

    /// @param scannedTo nothing that matches stands between the last entry and this position
    record Page(Queue<Entry<EventMessage>> entries, long scannedTo) {}

    private final Prospect prospect;
    private final Fetcher fetcher;
    private final LogHead head;
    private final Runnable onClose;
    private Queue<Entry<EventMessage>> entries = new ArrayDeque<>();
    private volatile long scannedTo;
    private volatile Runnable callback = () -> {};
    private volatile boolean closed;
    private @Nullable Throwable error;

    TailingStream(long after, LogHead head, Prospect prospect, Fetcher fetcher, Consumer<TailingStream> onClose) {
        this.prospect = prospect;
        this.scannedTo = after;
        this.head = head;
        this.fetcher = fetcher;
        this.onClose = () -> onClose.accept(this);
    }

    /// Called at each step of the head, on the writer's thread: who waits for rare types is left alone until one comes.
    void wake() {
        if (prospect.mayHold(scannedTo)) {
            callback.run();
        }
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
            long known = head.position(); // read first: what stands up to here was noted before
            while (!closed && entries.isEmpty() && scannedTo < known) {
                if (!prospect.mayHold(scannedTo)) {
                    scannedTo = known;
                    break;
                }
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
        callback.run();
    }

    @Override
    public void close() {
        closed = true;
        onClose.run();
    }
}
