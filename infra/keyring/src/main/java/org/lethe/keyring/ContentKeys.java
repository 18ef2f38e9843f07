package org.lethe.keyring;

import com.github.benmanes.caffeine.cache.Cache;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// From scopes to content keys: derived once and kept for their lease, so that a busy conversation costs a look into a
/// map, neither SQL nor a derivation.
final class ContentKeys {
    private static final int MOST_SCOPES = 50_000; // about 50 MB

    /// What can be said about a scope.
    sealed interface Answer {
        record Usable(Sealer sealer) implements Answer {}

        record Dead(Tombstone tombstone) implements Answer {}

        /// @param kind of the first key that has no row
        record Unknown(KeyName key) implements Answer {}
    }

    private final LeasedKeys keys;
    private final Clock clock;
    private final Counter seals;
    private final Cache<ContentScope, Sealer> cache;

    ContentKeys(LeasedKeys keys, Clock clock, Counter seals) {
        this.keys = keys;
        this.clock = clock;
        this.seals = seals;
        this.cache = LeasedKeys.cacheOf(MOST_SCOPES, clock);
    }

    /// The sealer at hand, or null.
    @Nullable
    Sealer atHand(ContentScope scope) {
        Sealer sealer = cache.getIfPresent(scope);
        return sealer != null && sealer.isFreshAt(clock.millis()) ? sealer : null;
    }

    Map<ContentScope, Answer> find(Collection<ContentScope> scopes) {
        return answers(scopes, false);
    }

    Map<ContentScope, Answer> findOrMint(Collection<ContentScope> scopes) {
        return answers(scopes, true);
    }

    void clear() {
        cache.invalidateAll();
    }

    private Map<ContentScope, Answer> answers(Collection<ContentScope> scopes, boolean minting) {
        Map<ContentScope, Answer> answers = HashMap.newHashMap(scopes.size());
        Set<ContentScope> others = new LinkedHashSet<>();
        for (ContentScope scope : scopes) {
            Sealer sealer = atHand(scope);
            if (sealer == null) {
                others.add(scope);
            } else {
                answers.put(scope, new Answer.Usable(sealer));
            }
        }
        if (!others.isEmpty()) {
            addAnswers(answers, others, minting);
        }
        return answers;
    }

    private void addAnswers(Map<ContentScope, Answer> answers, Set<ContentScope> scopes, boolean minting) {
        long before = keys.evictions();
        Set<KeyName> names = LinkedHashSet.newLinkedHashSet(3 * scopes.size());
        for (ContentScope scope : scopes) {
            names.add(scope.consumerKey());
            names.add(scope.bucketKey());
            names.add(scope.conversationKey());
        }
        Map<KeyName, HeldKey> held = minting ? keys.findOrMint(names) : keys.find(names);
        for (ContentScope scope : scopes) {
            answers.put(scope, answer(scope, held));
        }
        if (keys.evictions() != before) {
            cache.invalidateAll(scopes); // what was derived may rest on a key that was evicted meanwhile
        }
    }

    // The consumer's and the conversation's tombstones come before the bucket's: erased says more than expired. A
    // missing
    // row comes last: what is destroyed can't be opened whether or not another key is lost.
    private Answer answer(ContentScope scope, Map<KeyName, HeldKey> held) {
        HeldKey consumer = held.get(scope.consumerKey());
        HeldKey conversation = held.get(scope.conversationKey());
        HeldKey bucket = held.get(scope.bucketKey());
        if (consumer instanceof HeldKey.Dead dead) {
            return new Answer.Dead(dead.tombstone());
        }
        if (conversation instanceof HeldKey.Dead dead) {
            return new Answer.Dead(dead.tombstone());
        }
        if (bucket instanceof HeldKey.Dead dead) {
            return new Answer.Dead(dead.tombstone());
        }
        if (!(consumer instanceof HeldKey.Live s)) {
            return new Answer.Unknown(scope.consumerKey());
        }
        if (!(conversation instanceof HeldKey.Live c)) {
            return new Answer.Unknown(scope.conversationKey());
        }
        if (!(bucket instanceof HeldKey.Live b)) {
            return new Answer.Unknown(scope.bucketKey());
        }
        return new Answer.Usable(derive(scope, s, b, c));
    }

    private Sealer derive(ContentScope scope, HeldKey.Live s, HeldKey.Live b, HeldKey.Live c) {
        Sealer last = cache.getIfPresent(scope);
        AtomicInteger envelopes = last == null ? new AtomicInteger() : last.envelopes();
        Sealer sealer = new Sealer(scope, s, b, c, envelopes, clock, seals);
        cache.put(scope, sealer);
        return sealer;
    }
}
