package org.lethe.access.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.lethe.access.webhooks.DeliveryTable.Delivery;
import org.lethe.access.webhooks.WebhookBodies.ReplayRange;
import org.lethe.access.webhooks.WebhookBodies.Replayed;
import org.lethe.access.webhooks.WebhookBodies.ShownDelivery;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Cursor;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Shows deliveries, and has them made once more: one, or all of a range.
final class DeliveriesEndpoint {
    private static final String PATH = WebhooksEndpoint.ONE + "/deliveries";
    private static final int MOST_AT_ONCE = 10_000;
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);

    private final EventLog log;
    private final DataSource dataSource;
    private final DeliveryTable table;
    private final Freshness freshness;
    private final Moments moments;

    DeliveriesEndpoint(Foundation foundation, DeliveryTable table) {
        this.log = foundation.log();
        this.dataSource = foundation.dataSource();
        this.table = table;
        this.freshness = foundation.freshness(WebhookDeliveries.NAME);
        this.moments = foundation.moments();
    }

    Routes routes() {
        Terms officers = Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN);
        return new Routes()
                .get(PATH, officers.query("delivery_state", DeliveryState.class).pages(ShownDelivery.class), this::list)
                .post(
                        PATH + "/{delivery}/resend",
                        officers.accepts(Replayed.class)
                                .refuses(WebhookEndedException.TYPE)
                                .repeats(Repeat.NATURAL),
                        this::resend)
                .post(
                        WebhooksEndpoint.ONE + "/replay",
                        officers.takes(ReplayRange.class)
                                .accepts(Replayed.class)
                                .refuses(WebhookEndedException.TYPE)
                                .repeats(Repeat.NATURAL),
                        this::replay);
    }

    private Answer list(ApiRequest request) throws SQLException {
        Webhook webhook = WebhooksEndpoint.known(log, request);
        DeliveryState state = request.query("delivery_state", "a state such as dead_lettered", DeliveryState::of)
                .orElse(null);
        DeliveryTable.Place after = request.cursor()
                .map(cursor -> new DeliveryTable.Place(cursor.number(0), cursor.uuid(1)))
                .orElse(null);
        freshness.awaitCaughtUp(VIEW_WAIT);
        return Answer.ok(request.page(
                table.list(webhook.id(), state, after, request.limit() + 1),
                row -> Cursor.of(row.position(), row.id()),
                DeliveriesEndpoint::shown));
    }

    private static ShownDelivery shown(Delivery row) {
        return new ShownDelivery(
                row.id(),
                row.event(),
                row.request(),
                row.occurredAt(),
                row.state(),
                row.attempts(),
                row.lastAttemptAt(),
                row.lastStatus(),
                row.lastFault(),
                row.state() == DeliveryState.WAITING ? row.nextAttemptAt() : null);
    }

    private Answer resend(ApiRequest request) throws SQLException {
        Webhook webhook = active(request);
        UUID delivery = request.path("delivery", UUID::fromString);
        if (!table.resend(webhook.id(), delivery, moments.now())) {
            throw new NotFoundException();
        }
        return Answer.accepted(deliveries(webhook), new Replayed(1));
    }

    private Answer replay(ApiRequest request) throws SQLException {
        Webhook webhook = active(request);
        ReplayRange range = request.body(ReplayRange.class);
        Instant now = moments.now();
        Instant to = range.to() == null ? now : range.to();
        if (range.from().isBefore(now.minus(DeliveryTable.KEPT))) {
            throw new InvalidBodyException("/from", "a time within the last " + DeliveryTable.KEPT.toDays() + " days");
        }
        if (!range.from().isBefore(to)) {
            throw new InvalidBodyException("/to", "a time after from");
        }
        freshness.awaitCaughtUp(VIEW_WAIT); // what is in the log before this has its row
        List<RequestNews> news = log.lookUp(Criteria.of(EventTag.REQUESTS_OF, request.client())).stream()
                .filter(sourced -> !sourced.recordedAt().isBefore(range.from())
                        && sourced.recordedAt().isBefore(to))
                .flatMap((Sourced sourced) -> RequestNews.of(log, sourced).stream())
                .filter(one -> webhook.wants(one.topic()))
                .toList();
        if (news.size() > MOST_AT_ONCE) {
            throw new InvalidBodyException(
                    "/to", "an earlier time: at most " + MOST_AT_ONCE + " deliveries at once, and these are more");
        }
        sendAgain(webhook, news, now);
        return Answer.accepted(deliveries(webhook), new Replayed(news.size()));
    }

    private void sendAgain(Webhook webhook, List<RequestNews> news, Instant now) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (RequestNews one : news) {
                    DeliveryTable.addOrResend(connection, webhook.id(), one, now);
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private Webhook active(ApiRequest request) {
        Webhook webhook = WebhooksEndpoint.known(log, request);
        WebhookEndedException.refuseUnlessActive(webhook);
        return webhook;
    }

    private static String deliveries(Webhook webhook) {
        return "/v1/clients/" + webhook.client() + "/webhooks/" + webhook.id() + "/deliveries";
    }
}
