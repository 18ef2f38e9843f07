package org.lethe.access.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.WebhookId;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;

/// The rows of deliveries: one for each webhook and thing that happened, however often the log is followed. Several
/// processes take from it what is due; a claim is theirs for a while, and then anybody's again.
final class DeliveryTable {
    /// How long what happened is told, sent again and listed.
    static final Duration KEPT = Duration.ofDays(30);

    /// Rows go later than news is taken in: so what went is never told anew.
    private static final Duration GONE_AFTER = KEPT.plusDays(1);

    /// Longer than an attempt takes, whatever the receiver does.
    static final Duration CLAIM = Duration.ofSeconds(60);

    private static final long LAST = Long.MAX_VALUE;
    private static final UUID NO_ID = new UUID(0, 0);

    private final DataSource dataSource;

    DeliveryTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// A delivery that is ours to make.
    record Claimed(WebhookId webhook, UUID delivery, ClientId client, String payload, int tries, UUID claim) {}

    /// A delivery as it is shown.
    record Delivery(
            UUID id,
            long position,
            String event,
            RequestId request,
            Instant occurredAt,
            DeliveryState state,
            int attempts,
            @Nullable Instant lastAttemptAt,
            @Nullable Integer lastStatus,
            @Nullable DeliveryFault lastFault,
            Instant nextAttemptAt) {}

    /// Where a row stands in a list.
    record Place(long position, UUID delivery) {}

    /// What waits.
    record Waiting(long deliveries, @Nullable Instant oldest) {}

    /// Adds a row; one that is there is left as it is.
    static void add(Connection transaction, WebhookId webhook, RequestNews news, Instant at) throws SQLException {
        insert(transaction, webhook, news, at, "DO NOTHING");
    }

    /// Adds a row, or has the one that is there sent once more.
    static void addOrResend(Connection transaction, WebhookId webhook, RequestNews news, Instant at)
            throws SQLException {
        insert(
                transaction,
                webhook,
                news,
                at,
                "DO UPDATE SET state = 'waiting', tries = 0, next_attempt_at = EXCLUDED.next_attempt_at");
    }

    private static void insert(
            Connection transaction, WebhookId webhook, RequestNews news, Instant at, String otherwise)
            throws SQLException {
        Sql.on(transaction, """
                        INSERT INTO access.webhook_delivery (webhook_id, delivery_id, client_id, position, event,
                            request_id, occurred_at, payload, next_attempt_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (webhook_id, delivery_id)\s""" + otherwise)
                .values(webhook.value(), news.id(), news.client().value(), news.position())
                .values(news.topic().wireName(), news.request().value(), news.occurredAt())
                .values(news.payload(), at)
                .update();
    }

    /// Nothing that waits is sent there any more.
    static void end(Connection transaction, WebhookId webhook) throws SQLException {
        Sql.on(transaction, """
                        UPDATE access.webhook_delivery SET state = 'ended' WHERE webhook_id = ? AND state = 'waiting'
                        """).value(webhook.value()).update();
    }

    /// Nothing that waits is sent to this client any more.
    static void end(Connection transaction, ClientId client) throws SQLException {
        Sql.on(transaction, """
                        UPDATE access.webhook_delivery SET state = 'ended' WHERE client_id = ? AND state = 'waiting'
                        """).value(client.value()).update();
    }

    /// Takes what is due, of each webhook so many at once at most, those first that have few under way.
    List<Claimed> claim(Instant now, int ofOneWebhook, int limit) throws SQLException {
        UUID claim = UUID.randomUUID();
        return Sql.on(dataSource, """
                        WITH busy AS (
                            SELECT webhook_id, count(*) AS n FROM access.webhook_delivery
                            WHERE claimed_until > ? GROUP BY webhook_id
                        ), due AS (
                            SELECT webhook_id, delivery_id, next_attempt_at, row_number() OVER (
                                PARTITION BY webhook_id ORDER BY next_attempt_at, position, delivery_id) AS place
                            FROM access.webhook_delivery
                            WHERE state = 'waiting' AND next_attempt_at <= ?
                              AND (claimed_until IS NULL OR claimed_until <= ?)
                        ), wanted AS (
                            SELECT webhook_id, delivery_id FROM due LEFT JOIN busy USING (webhook_id)
                            WHERE place + coalesce(n, 0) <= ?
                            ORDER BY place + coalesce(n, 0), next_attempt_at LIMIT ?
                        ), taken AS (
                            SELECT one.webhook_id, one.delivery_id
                            FROM access.webhook_delivery one JOIN wanted USING (webhook_id, delivery_id)
                            WHERE one.state = 'waiting' AND one.next_attempt_at <= ?
                              AND (one.claimed_until IS NULL OR one.claimed_until <= ?)
                            FOR UPDATE OF one SKIP LOCKED
                        )
                        UPDATE access.webhook_delivery row SET claim = ?, claimed_until = ?
                        FROM taken WHERE row.webhook_id = taken.webhook_id AND row.delivery_id = taken.delivery_id
                        RETURNING row.webhook_id, row.delivery_id, row.client_id, row.payload, row.tries
                        """)
                .values(now, now, now, ofOneWebhook, limit, now, now)
                .values(claim, now.plus(CLAIM))
                .list(row -> new Claimed(
                        new WebhookId(row.uuid(1)),
                        row.uuid(2),
                        new ClientId(row.uuid(3)),
                        row.text(4),
                        row.number(5),
                        claim));
    }

    /// Notes what came of an attempt, unless the claim is somebody else's by now.
    ///
    /// @param next when it is tried again; of no meaning in a state but waiting
    void attempted(Claimed claimed, Attempt attempt, DeliveryState state, Instant at, Instant next)
            throws SQLException {
        DeliveryFault fault = attempt.fault();
        Sql.on(dataSource, """
                        UPDATE access.webhook_delivery SET state = ?, attempts = attempts + 1, tries = tries + 1,
                            last_attempt_at = ?, last_status = ?, last_fault = ?, next_attempt_at = ?, claim = NULL,
                            claimed_until = NULL
                        WHERE webhook_id = ? AND delivery_id = ? AND claim = ?
                        """)
                .values(state.wireName(), at, attempt.status(), fault == null ? null : fault.wireName(), next)
                .values(claimed.webhook().value(), claimed.delivery(), claimed.claim())
                .update();
    }

    /// Gives a claim back without an attempt.
    void release(Claimed claimed, DeliveryState state, Instant next) throws SQLException {
        Sql.on(dataSource, """
                        UPDATE access.webhook_delivery SET state = ?, next_attempt_at = ?, claim = NULL,
                            claimed_until = NULL
                        WHERE webhook_id = ? AND delivery_id = ? AND claim = ?
                        """)
                .values(state.wireName(), next)
                .values(claimed.webhook().value(), claimed.delivery(), claimed.claim())
                .update();
    }

    /// @return whether there is such a delivery
    boolean resend(WebhookId webhook, UUID delivery, Instant at) throws SQLException {
        return Sql.on(dataSource, """
                                UPDATE access.webhook_delivery SET state = 'waiting', tries = 0, next_attempt_at = ?
                                WHERE webhook_id = ? AND delivery_id = ?
                                """).values(at, webhook.value(), delivery).update() > 0;
    }

    /// Rows of one webhook, the newest first.
    List<Delivery> list(WebhookId webhook, @Nullable DeliveryState state, @Nullable Place after, int limit)
            throws SQLException {
        String wanted = state == null ? null : state.wireName();
        long position = after == null ? LAST : after.position();
        return Sql.on(dataSource, "SELECT " + COLUMNS + """
                         FROM access.webhook_delivery
                        WHERE webhook_id = ? AND (?::text IS NULL OR state = ?)
                          AND (position < ? OR position = ? AND delivery_id > ?)
                        ORDER BY position DESC, delivery_id LIMIT ?
                        """)
                .values(webhook.value(), wanted, wanted, position, position)
                .values(after == null ? NO_ID : after.delivery(), limit)
                .list(DeliveryTable::delivery);
    }

    private static final String COLUMNS = "delivery_id, position, event, request_id, occurred_at, state, attempts,"
            + " last_attempt_at, last_status, last_fault, next_attempt_at";

    private static Delivery delivery(Row row) throws SQLException {
        return new Delivery(
                row.uuid(1),
                row.whole(2),
                row.text(3),
                new RequestId(row.uuid(4)),
                row.instant(5),
                DeliveryState.of(row.text(6)),
                row.number(7),
                row.instantIfAny(8).orElse(null),
                row.numberIfAny(9).orElse(null),
                row.textIfAny(10).map(DeliveryFault::of).orElse(null),
                row.instant(11));
    }

    Waiting waiting() throws SQLException {
        return Sql.on(
                        dataSource,
                        "SELECT count(*), min(occurred_at) FROM access.webhook_delivery WHERE state = 'waiting'")
                .first(row -> new Waiting(row.whole(1), row.instantIfAny(2).orElse(null)))
                .orElseThrow();
    }

    void removeOld(Instant now) throws SQLException {
        Sql.on(dataSource, "DELETE FROM access.webhook_delivery WHERE occurred_at < ?")
                .value(now.minus(GONE_AFTER))
                .update();
    }
}
