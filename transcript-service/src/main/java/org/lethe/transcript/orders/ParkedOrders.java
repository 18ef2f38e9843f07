package org.lethe.transcript.orders;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Meters;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLogUnavailableException;
import org.lethe.eventlog.LogReader;
import org.lethe.eventlog.StoredEvent;
import org.lethe.service.Foundation;
import org.lethe.service.Work;
import org.lethe.sql.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Orders that could not be carried out, in a table, until they can: tried again soon after a start and every
/// minute. Two processes may try one at once, which does no harm.
public final class ParkedOrders implements Work {
    private static final Logger log = LoggerFactory.getLogger(ParkedOrders.class);
    private static final long FIRST_SECONDS = 10; // the followers come first
    private static final long EVERY_SECONDS = 60;
    private static final int AT_ONCE = 1_000;

    private final DataSource dataSource;
    private final LogReader events;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Orders> carriers = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lethe-parked-orders").factory());

    /// By what an order is found again.
    private record Parked(String follower, EventId order, EventTag tag) {}

    public ParkedOrders(Foundation foundation) {
        this.dataSource = foundation.dataSource();
        this.events = foundation.log();
        this.clock = foundation.clock();
        this.meters = foundation.meters();
    }

    /// Says who tries an order again: whoever follows the log for it.
    public <O extends Orders> O retriedBy(O carrier) {
        carriers.put(carrier.name(), carrier);
        AtomicLong count = new AtomicLong();
        counts.put(carrier.name(), count);
        meters.gauge(Meters.ORDERS_PARKED.meter(), Tags.of("follower", carrier.name()), count);
        return carrier;
    }

    void park(Connection transaction, Orders carrier, Sourced order, RuntimeException failure) throws SQLException {
        log.error("An order of {} could not be carried out and is parked", carrier.name(), failure);
        EventTag tag = order.event().tags().getFirst();
        Sql.on(transaction, """
                        INSERT INTO transcript.parked_order (follower, order_id, tag_key, tag_value, parked_at)
                        VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """)
                .values(carrier.name(), order.id().value(), tag.key(), tag.value())
                .value(clock.instant().truncatedTo(ChronoUnit.MICROS))
                .update();
        count(carrier.name()).incrementAndGet();
    }

    void clear(Connection transaction, Orders carrier) {
        try {
            Sql.on(transaction, "DELETE FROM transcript.parked_order WHERE follower = ?")
                    .value(carrier.name())
                    .update();
        } catch (SQLException e) {
            throw new EventLogUnavailableException("parked orders could not be cleared", e);
        }
    }

    @Override
    public void start() {
        schedule.scheduleWithFixedDelay(this::retryQuietly, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /// Tries all once more, oldest first.
    ///
    /// @return how many are still parked
    public int retry() {
        int left = 0;
        counts.values().forEach(count -> count.set(0));
        for (Parked order : all()) {
            if (isDone(order)) {
                forget(order);
            } else {
                count(order.follower()).incrementAndGet();
                left++;
            }
        }
        return left;
    }

    private boolean isDone(Parked parked) {
        Orders carrier = carriers.get(parked.follower());
        if (carrier == null) {
            return false; // of a version to come
        }
        try {
            Optional<Sourced> order = find(carrier, parked);
            order.ifPresent(carrier::carryOut);
            return order.isPresent();
        } catch (RuntimeException e) {
            if (Orders.isTemporary(e)) {
                throw e;
            }
            log.warn("A parked order of {} could not be carried out once more", parked.follower(), e);
            return false;
        }
    }

    private Optional<Sourced> find(Orders carrier, Parked parked) {
        return events
                .read(
                        new Tag(parked.tag().key(), parked.tag().value()),
                        List.of(EventTypes.of(carrier.order()).name()))
                .stream()
                .filter(stored -> stored.eventId().equals(parked.order().value()))
                .map(ParkedOrders::sourced)
                .findFirst();
    }

    private static Sourced sourced(StoredEvent stored) {
        Instant recordedAt = stored.recordedAt();
        return new Sourced(
                LogEntry.of(new ClientId(stored.client()), stored.event()),
                new EventId(stored.eventId()),
                recordedAt,
                recordedAt,
                null);
    }

    private List<Parked> all() {
        try {
            return Sql.on(dataSource, """
                            SELECT follower, order_id, tag_key, tag_value FROM transcript.parked_order
                            ORDER BY parked_at, order_id LIMIT ?
                            """)
                    .value(AT_ONCE)
                    .list(row ->
                            new Parked(row.text(1), new EventId(row.uuid(2)), new EventTag(row.text(3), row.text(4))));
        } catch (SQLException e) {
            throw new EventLogUnavailableException("parked orders could not be read", e);
        }
    }

    private void forget(Parked order) {
        try {
            Sql.on(dataSource, "DELETE FROM transcript.parked_order WHERE follower = ? AND order_id = ?")
                    .values(order.follower(), order.order().value())
                    .update();
        } catch (SQLException e) {
            throw new EventLogUnavailableException("a parked order could not be taken off the list", e);
        }
    }

    private AtomicLong count(String follower) {
        return counts.computeIfAbsent(follower, any -> new AtomicLong());
    }

    private void retryQuietly() {
        try {
            retry();
        } catch (RuntimeException e) {
            log.warn("Parked orders could not be tried; trying again in {} s", EVERY_SECONDS, e);
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
