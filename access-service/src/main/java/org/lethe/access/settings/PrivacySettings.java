package org.lethe.access.settings;

import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.PrivacySettingsSet;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;

/// A client's settings in force.
///
/// @param version 0 before any were set
/// @param slug names its page; null where it has none
/// @param automaticFor types that are approved by themselves once it is clear who asks
/// @param redactOthers whether agents stand in packages without their names
/// @param languages that its people answer in, the first where nobody says another
/// @param source the event, with the brand in its envelope; null before any were set
public record PrivacySettings(
        int version,
        @Nullable String slug,
        String defaultRule,
        String zone,
        List<RequestType> automaticFor,
        boolean redactOthers,
        List<String> languages,
        Period noticePeriod,
        @Nullable Sourced source) {
    static final String DEFAULT_RULE = "gdpr";
    static final String DEFAULT_ZONE = "UTC";
    static final List<String> DEFAULT_LANGUAGES = List.of("en");
    static final Period DEFAULT_NOTICE = Period.ofDays(30);

    /// What holds until a client says otherwise.
    private static final PrivacySettings DEFAULTS = new PrivacySettings(
            0, null, DEFAULT_RULE, DEFAULT_ZONE, List.of(), true, DEFAULT_LANGUAGES, DEFAULT_NOTICE, null);
    private static final Criteria.Types SET = Criteria.types(PrivacySettingsSet.class);

    public static EventCriteria criteria(ClientId client) {
        return Criteria.of(EventTag.CLIENT, client, SET);
    }

    /// All that ever had a page of this name: of one client alone.
    static EventCriteria named(String slug) {
        return Criteria.of(EventTag.SLUG, slug, SET);
    }

    /// @param events what [#criteria] finds; others are passed over
    public static PrivacySettings of(ClientId client, List<Sourced> events) {
        PrivacySettings settings = DEFAULTS;
        for (Sourced sourced : events) {
            if (sourced.event() instanceof PrivacySettingsSet set
                    && set.client().equals(client)) {
                settings = of(set, sourced);
            }
        }
        return settings;
    }

    public static PrivacySettings of(EventLog log, ClientId client) {
        return of(client, log.lookUp(criteria(client)));
    }

    /// Whose page this is, or was under this name; empty if it is nobody's.
    public static Optional<ClientId> clientOf(EventLog log, String slug) {
        return log.lookUp(named(slug)).stream()
                .findFirst()
                .map(sourced -> sourced.entry().client());
    }

    static PrivacySettings of(PrivacySettingsSet set, Sourced source) {
        return new PrivacySettings(
                set.version(),
                set.slug(),
                set.defaultRule(),
                set.zone(),
                set.automaticFor(),
                set.redactOthers(),
                set.languages(),
                set.noticePeriod(),
                source);
    }

    /// What tells in the log that something was done because these settings say so.
    public String by() {
        return "privacy-settings:" + version;
    }
}
