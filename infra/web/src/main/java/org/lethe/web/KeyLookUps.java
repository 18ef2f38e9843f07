package org.lethe.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Looks up keys that memory doesn't know, all who wait together: whoever sends keys that nobody knows, however many,
/// takes one connection of the database and leaves the others to those who work.
final class KeyLookUps {
    private static final int TOGETHER = 1_000;

    private final ApiKeyTable table;
    private final ReentrantLock asking = new ReentrantLock();
    private final ConcurrentLinkedQueue<Wanted> waiting = new ConcurrentLinkedQueue<>();

    private static final class Wanted {
        private final byte[] sha256;
        private boolean done; // guarded by `asking`, as is what follows
        private @Nullable ApiKeyRecord found;
        private @Nullable RuntimeException failure;

        private Wanted(byte[] sha256) {
            this.sha256 = sha256;
        }
    }

    KeyLookUps(ApiKeyTable table) {
        this.table = table;
    }

    /// Blocks.
    ///
    /// @throws UnavailableException if the database does not answer
    Optional<ApiKeyRecord> find(byte[] sha256) {
        Wanted mine = new Wanted(sha256);
        waiting.add(mine);
        asking.lock();
        try {
            while (!mine.done) {
                ask();
            }
            if (mine.failure != null) {
                throw mine.failure;
            }
            return Optional.ofNullable(mine.found);
        } finally {
            asking.unlock();
        }
    }

    private void ask() {
        List<Wanted> together = new ArrayList<>();
        for (Wanted next = waiting.poll(); next != null; next = waiting.poll()) {
            together.add(next);
            if (together.size() == TOGETHER) {
                break;
            }
        }
        try {
            Map<String, ApiKeyRecord> found = new HashMap<>();
            table.find(together.stream().map(wanted -> wanted.sha256).toList())
                    .forEach(key -> found.put(key.sha256(), key));
            together.forEach(wanted -> wanted.found = found.get(ApiKeys.written(wanted.sha256)));
        } catch (RuntimeException e) {
            together.forEach(wanted -> wanted.failure = e);
        } catch (Error e) { // nobody takes it for an answer that there is no such key
            together.forEach(wanted ->
                    wanted.failure = new UnavailableException("API keys can't be looked up at the moment", e));
            throw e;
        } finally {
            together.forEach(wanted -> wanted.done = true);
        }
    }
}
