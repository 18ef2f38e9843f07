package org.lethe.access.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.lethe.access.webhooks.DeliveryTable.Claimed;
import org.lethe.access.webhooks.DeliveryTable.Waiting;
import org.lethe.contracts.Meters;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Work;
import org.lethe.service.signing.WebhookKeys;
import org.lethe.web.InvalidBodyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due. Several processes may: what one has claimed the others pass over. One that dies lets
/// go of it after a minute, so a delivery is made at least once. A receiver that is slow or dead has no
/// more than a few under way, each on a thread of its own that ends by itself; what waits for others goes
/// on.
final class DeliveryWorker implements Work {
    static final int OF_ONE_WEBHOOK = 2; // at once, as far as processes know of each other
    static final int AT_ONCE = 64; // in this process

    private static final Logger log = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final long EVERY_MILLIS = 1_000;
    private static final int LOOKS_BETWEEN_TIDYING = 60;
    private static final Duration LATER = Duration.ofSeconds(30); // when the keys can't be asked for
    private static final long END_SECONDS = 5;

    private final DeliveryTable table;
    private final EventLog events;
    private final Commands commands;
    private final WebhookWords words;
    private final Poster poster;
    private final RetrySchedule retries;
    private final WebhookSettings settings;
    private final Clock clock;
    private final Map<String, Counter> outcomes = new HashMap<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lethe-webhooks").factory());
    private int looks;

    DeliveryWorker(
            DeliveryTable table,
            EventLog events,
            Commands commands,
            WebhookWords words,
            Poster poster,
            RetrySchedule retries,
            WebhookSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.table = table;
        this.events = events;
        this.commands = commands;
        this.words = words;
        this.poster = poster;
        this.retries = retries;
        this.settings = settings;
        this.clock = clock;
        for (String outcome : List.of("delivered", "failed", "dead_lettered", "disabled", "ended")) {
            outcomes.put(outcome, meters.counter(Meters.WEBHOOKS_DELIVERIES.meter(), "outcome", outcome));
        }
        meters.gauge(Meters.WEBHOOKS_WAITING.meter(), waiting);
        meters.gauge(Meters.WEBHOOKS_OLDEST.meter(), oldestSeconds);
    }

    @Override
    public void start() {
        schedule.scheduleWithFixedDelay(this::lookQuietly, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void lookQuietly() {
        try {
            look();
            if (looks++ % LOOKS_BETWEEN_TIDYING == 0) {
                tidy();
            }
        } catch (SQLException | RuntimeException e) {
            log.warn("webhooks could not be looked at; looking again in {} ms", EVERY_MILLIS, e);
        }
    }

    /// Begins what is due and waits for nothing.
    ///
    /// @return what was begun
    List<Future<?>> look() throws SQLException {
        int room = AT_ONCE - underWay.get();
        List<Future<?>> begun = new ArrayList<>();
        if (room > 0) {
            for (Claimed claimed : table.claim(clock.instant(), OF_ONE_WEBHOOK, room)) {
                underWay.incrementAndGet();
                begun.add(threads.submit(() -> deliverQuietly(claimed)));
            }
        }
        return begun;
    }

    void tidy() throws SQLException {
        Instant now = clock.instant();
        table.removeOld(now);
        Waiting all = table.waiting();
        waiting.set(all.deliveries());
        Instant oldest = all.oldest();
        oldestSeconds.set(
                oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toSeconds()));
    }

    private void deliverQuietly(Claimed claimed) {
        try {
            deliver(claimed);
        } catch (SQLException | RuntimeException e) {
            log.warn(
                    "a delivery to webhook {} could not be made; it is tried again when its claim is over",
                    claimed.webhook(),
                    e);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void deliver(Claimed claimed) throws SQLException {
        Optional<Webhook> webhook = Webhook.of(
                        claimed.client(), events.lookUp(Webhook.criteria(claimed.client(), claimed.webhook())))
                .filter(Webhook::isActive);
        if (webhook.isEmpty()) {
            end(claimed);
            return;
        }
        Instant now = clock.instant();
        Optional<String> url;
        List<WebhookKeys> keys;
        try {
            url = words.url(webhook.get());
            keys = keys(webhook.get(), now);
        } catch (RuntimeException e) {
            table.release(claimed, DeliveryState.WAITING, now.plus(LATER));
            throw e;
        }
        if (url.isEmpty() || keys.isEmpty()) {
            end(claimed); // the client's keys are gone
            return;
        }
        note(claimed, attempt(claimed, url.get(), keys, now));
    }

    private void end(Claimed claimed) throws SQLException {
        table.release(claimed, DeliveryState.ENDED, clock.instant());
        count("ended");
    }

    private List<WebhookKeys> keys(Webhook webhook, Instant now) {
        List<WebhookKeys> keys = new ArrayList<>();
        for (Sourced source : webhook.signing(now)) {
            words.keys(webhook.client(), source).ifPresent(keys::add);
        }
        return keys;
    }

    private Attempt attempt(Claimed claimed, String url, List<WebhookKeys> keys, Instant now) {
        String id = "msg_" + claimed.delivery();
        long seconds = now.getEpochSecond();
        byte[] body = claimed.payload().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "Lethe-Webhooks/1",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                WebhookKeys.signatures(keys, id, seconds, body));
        try {
            return poster.post(WebhookUrl.check(url, settings), headers, body);
        } catch (InvalidBodyException e) { // what it was registered with was allowed for trial, and is no more
            return Attempt.failed(DeliveryFault.ADDRESS_REFUSED);
        }
    }

    private void note(Claimed claimed, Attempt attempt) throws SQLException {
        Instant now = clock.instant();
        if (attempt.delivered()) {
            table.attempted(claimed, attempt, DeliveryState.DELIVERED, now, now);
            count("delivered");
        } else if (attempt.gone()) {
            commands.sendAndWait(new DisableWebhook(claimed.client(), claimed.webhook(), now));
            table.attempted(claimed, attempt, DeliveryState.DEAD_LETTERED, now, now);
            count("disabled");
        } else {
            Optional<Duration> wait = retries.waitAfter(claimed.tries() + 1);
            table.attempted(
                    claimed,
                    attempt,
                    wait.isPresent() ? DeliveryState.WAITING : DeliveryState.DEAD_LETTERED,
                    now,
                    now.plus(wait.orElse(Duration.ZERO)));
            count(wait.isPresent() ? "failed" : "dead_lettered");
        }
    }

    private void count(String outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    @Override
    public void close() {
        schedule.shutdownNow();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
