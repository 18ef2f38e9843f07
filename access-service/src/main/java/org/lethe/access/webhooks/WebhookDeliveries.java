package org.lethe.access.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.WebhookDisabled;
import org.lethe.contracts.WebhookId;
import org.lethe.contracts.WebhookRemoved;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.Reaction;

/// Makes a row of each thing that a webhook is to be told, with the note of how far it came in the log: so there is one
/// for each, and none is missed.
///
/// It is a reaction and no view: what was delivered stands nowhere else, so it is not cleared. Where the
/// log is followed anew, a row that is there stays as it is, and of what is too old to have one still, none
/// is made.
final class WebhookDeliveries implements Reaction {
    static final String NAME = "webhook-deliveries";

    private final EventLog log;
    private final Clock clock;

    WebhookDeliveries(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        Set<Class<? extends Event>> all = new LinkedHashSet<>(EventTypes.kind(RequestEvent.class));
        all.addAll(Set.of(WebhookRemoved.class, WebhookDisabled.class, ClientOffboarded.class));
        return all;
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) throws SQLException {
        Instant now = clock.instant();
        Instant oldest = now.minus(DeliveryTable.KEPT);
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case RequestEvent step
                when !sourced.recordedAt().isBefore(oldest) -> tell(sourced, step.client(), transaction, now);
                case WebhookRemoved removed -> end(removed.webhook(), transaction);
                case WebhookDisabled disabled -> end(disabled.webhook(), transaction);
                case ClientOffboarded left -> DeliveryTable.end(transaction, left.client());
                default -> {}
            }
        }
    }

    private static void end(WebhookId webhook, Connection transaction) throws SQLException {
        DeliveryTable.end(transaction, webhook);
    }

    private void tell(Sourced sourced, ClientId client, Connection transaction, Instant now) throws SQLException {
        List<Webhook> webhooks = Webhook.all(client, log.lookUp(Webhook.criteria(client)));
        if (webhooks.isEmpty()) {
            return;
        }
        for (RequestNews news : RequestNews.of(log, sourced)) {
            for (Webhook webhook : webhooks) {
                if (webhook.hears(news.topic(), news.position())) {
                    DeliveryTable.add(transaction, webhook.id(), news, now);
                }
            }
        }
    }
}
