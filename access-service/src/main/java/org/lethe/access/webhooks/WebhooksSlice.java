package org.lethe.access.webhooks;

import java.security.SecureRandom;
import org.lethe.contracts.SealedWords;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class WebhooksSlice {
    private WebhooksSlice() {}

    public static Slice on(Foundation foundation) {
        WebhookSettings settings = foundation.part(WebhookSettings.class, WebhookSettings.defaults());
        WebhookWords words = new WebhookWords(foundation.part(SealedWords.class));
        DeliveryTable table = new DeliveryTable(foundation.dataSource());
        return Slice.named("webhooks")
                .decides(RegisterWebhook.class, RegisterWebhook::decide)
                .decides(RotateWebhookSecret.class, RotateWebhookSecret::decide)
                .decides(RemoveWebhook.class, RemoveWebhook::decide)
                .decides(DisableWebhook.class, DisableWebhook::decide)
                .follows(new WebhookDeliveries(foundation.log(), foundation.clock()))
                .works(new DeliveryWorker(
                        table,
                        foundation.log(),
                        foundation.commands(),
                        words,
                        new Poster(settings),
                        new RetrySchedule(new SecureRandom()),
                        settings,
                        foundation.clock(),
                        foundation.meters()))
                .serves(new WebhooksEndpoint(foundation, words, settings).routes())
                .serves(new DeliveriesEndpoint(foundation, table).routes());
    }
}
