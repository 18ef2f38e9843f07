package org.lethe.access.requests;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries codes to whoever sends them, after the answer: how long it takes, and whether anything is sent at all, tells
/// the asker nothing. What lies here when the process dies is lost; its consumer asks for another code.
public interface PostRoom {
    /// Carries each at once, on the caller's thread: for tests.
    PostRoom AT_ONCE = letter -> letter.run();

    /// @param letter may fail; then it is tried again a few times, as long as a code is good
    void hand(Runnable letter);

    /// A few threads of its own. Where too much waits already, what comes is left undone, and the log says so.
    static Staffed staffed() {
        return new Staffed(Staffed.AGAIN_AFTER);
    }

    final class Staffed implements PostRoom, AutoCloseable {
        private static final Logger logger = LoggerFactory.getLogger(PostRoom.class);
        private static final int CARRIERS = 4;
        private static final int MOST_WAITING = 1_000;
        private static final List<Duration> AGAIN_AFTER =
                List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));
        private static final long PATIENCE_SECONDS = 5;

        private final ScheduledThreadPoolExecutor carriers = new ScheduledThreadPoolExecutor(
                CARRIERS, Thread.ofPlatform().daemon().name("lethe-codes-", 0).factory());

        private final List<Duration> againAfter;

        /// @param againAfter when one that failed is tried again, each time
        Staffed(List<Duration> againAfter) {
            this.againAfter = againAfter;
        }

        @Override
        public void hand(Runnable letter) {
            if (carriers.getQueue().size() >= MOST_WAITING) {
                logger.warn("a code is not sent: {} others wait", MOST_WAITING);
                return;
            }
            carriers.execute(() -> carry(letter, 0));
        }

        private void carry(Runnable letter, int tries) {
            try {
                letter.run();
            } catch (RuntimeException e) { // its message may quote the address
                logger.warn("a code could not be sent: {}", e.getClass().getName());
                if (tries < againAfter.size() && !carriers.isShutdown()) {
                    carriers.schedule(
                            () -> carry(letter, tries + 1),
                            againAfter.get(tries).toMillis(),
                            TimeUnit.MILLISECONDS);
                }
            }
        }

        @Override
        public void close() {
            carriers.shutdown();
            try {
                if (!carriers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    carriers.shutdownNow();
                }
            } catch (InterruptedException e) {
                carriers.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
