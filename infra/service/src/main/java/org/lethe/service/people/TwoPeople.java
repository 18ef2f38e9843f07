package org.lethe.service.people;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ApiKeyRevoked;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;

/// Whether two API keys stand for two people, as far as the log tells: not where they are one key, or one made the
/// other, or somebody of the client made both. The platform vouches for those it gives keys to. A request counts
/// for a week, and for as long as its key is not revoked.
///
/// What it looks at becomes part of the decision's condition: a key that is revoked meanwhile lets it be decided anew.
public final class TwoPeople {
    public static final Duration COUNTS_FOR = Duration.ofDays(7);
    private static final Criteria.Types KEY = Criteria.types(ApiKeyIssued.class, ApiKeyRevoked.class);

    private final Function<EventCriteria, List<Sourced>> events;
    private final Map<String, Key> keys = new HashMap<>();

    public TwoPeople(Decision decision) {
        this.events = decision::source;
    }

    /// For showing how things stand, where nothing is decided.
    public TwoPeople(EventLog log) {
        this.events = log::lookUp;
    }

    /// @param by who made it; null for the first of a data folder
    private record Key(@Nullable String by, boolean ofThePlatform, boolean revoked) {}

    /// Whether what somebody asked for still waits for another.
    public boolean counts(String by, Instant askedAt, Instant now) {
        return askedAt.plus(COUNTS_FOR).isAfter(now) && !key(by).revoked();
    }

    /// @param first an API key's id, or a word for whoever has none
    /// @param second the same of the other
    public boolean areTwo(String first, String second) {
        Set<String> madeFirst = makers(first);
        Set<String> madeSecond = makers(second);
        if (first.equals(second) || madeFirst.contains(second) || madeSecond.contains(first)) {
            return false;
        }
        madeFirst.removeIf(maker -> key(maker).ofThePlatform());
        return Collections.disjoint(madeFirst, madeSecond);
    }

    private Set<String> makers(String id) {
        Set<String> makers = new LinkedHashSet<>();
        for (String by = key(id).by(); by != null && makers.add(by); ) {
            by = key(by).by();
        }
        return makers;
    }

    private Key key(String id) {
        return keys.computeIfAbsent(id, this::look);
    }

    private Key look(String id) {
        Key key = new Key(null, true, false); // of no key that was ever issued, such as the first word of a data folder
        if (!isKey(id)) {
            return key;
        }
        for (Sourced sourced : events.apply(Criteria.of(EventTag.API_KEY, id, KEY))) {
            key = switch (sourced.event()) {
                case ApiKeyIssued issued ->
                    new Key(issued.by(), issued.client().equals(ClientId.PLATFORM), key.revoked());
                case ApiKeyRevoked revoked -> new Key(key.by(), key.ofThePlatform(), true);
                default -> key;
            };
        }
        return key;
    }

    private static boolean isKey(String id) {
        try {
            ApiKeyId.parse(id);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
