package org.lethe.access.page;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.lethe.service.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what nobody needs any more: addresses of old requests, and what was counted long ago.
final class PageUpkeep implements Work {
    private static final Logger logger = LoggerFactory.getLogger(PageUpkeep.class);
    private static final long EVERY_MINUTES = 10;

    private final PageTokens tokens;
    private final Allowances allowances;
    private final Clock clock;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lethe-page").factory());

    PageUpkeep(PageTokens tokens, Allowances allowances, Clock clock) {
        this.tokens = tokens;
        this.allowances = allowances;
        this.clock = clock;
    }

    @Override
    public void start() {
        schedule.scheduleWithFixedDelay(this::tidyQuietly, EVERY_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
    }

    void tidy() throws SQLException {
        Instant now = clock.instant();
        tokens.removeOld(now);
        allowances.removeFull(now);
    }

    private void tidyQuietly() {
        try {
            tidy();
        } catch (SQLException | RuntimeException e) {
            logger.warn("the page's old rows could not be taken away; trying again in {} minutes", EVERY_MINUTES, e);
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
