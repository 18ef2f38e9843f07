package org.lethe.access.page;

import java.util.Objects;
import java.util.Optional;
import org.lethe.access.notices.PublishedPolicies;
import org.lethe.access.requests.SelfService;
import org.lethe.access.settings.Brand;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.SealedWords;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;

/// Finds whose page is meant by a name in the address: the one it has, or one that it had.
final class Sites {
    private static final Criteria.Types LEFT = Criteria.types(ClientOffboarded.class);

    private final EventLog log;
    private final SealedWords words;
    private final SelfService service;
    private final PublishedPolicies policies;

    Sites(Foundation foundation, SelfService service, PublishedPolicies policies) {
        this.log = foundation.log();
        this.words = foundation.part(SealedWords.class);
        this.service = service;
        this.policies = policies;
    }

    /// @return empty if nobody has a page there
    Optional<Site> find(String slug) {
        return PrivacySettings.clientOf(log, slug).flatMap(client -> of(client, slug));
    }

    private Optional<Site> of(ClientId client, String slug) {
        PrivacySettings settings = PrivacySettings.of(log, client);
        if (settings.slug() == null) {
            return Optional.empty();
        }
        Brand brand = Brand.of(words, client, settings);
        return Optional.of(new Site(
                client,
                slug,
                settings,
                Objects.requireNonNullElseGet(brand.name(), () -> service.clientName(client)),
                Objects.requireNonNullElse(brand.colour(), Site.DEFAULT_COLOUR),
                brand.logo(),
                !log.lookUp(Criteria.of(EventTag.CLIENT, client, LEFT)).isEmpty(),
                policies.hasAny(client)));
    }
}
