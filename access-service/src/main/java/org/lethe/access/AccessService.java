package org.lethe.access;

import org.lethe.access.disclosures.DisclosuresSlice;
import org.lethe.access.notices.NoticesSlice;
import org.lethe.access.page.PageSlice;
import org.lethe.access.requests.RequestsSlice;
import org.lethe.access.settings.SettingsSlice;
import org.lethe.access.webhooks.WebhooksSlice;
import org.lethe.service.Service;

/// The service as a value. It stands on `DataSubjects` and `ConsumerWords`, the doors to what is held of consumers, on
/// `SealedWords`, the door to operators' words, and on a `SigningKey`.
public final class AccessService {
    public static final Service SERVICE = Service.of(
                    "access",
                    AccessService.class,
                    RequestsSlice::on,
                    DisclosuresSlice::on,
                    SettingsSlice::on,
                    NoticesSlice::on,
                    PageSlice::on,
                    WebhooksSlice::on)
            .releasing("UPDATE access.webhook_delivery SET claimed_until = NULL WHERE claimed_until IS NOT NULL");

    private AccessService() {}
}
