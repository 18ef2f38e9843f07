package org.lethe.keyring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From scopes to content keys: derived once and kept for their lease, so that a busy conversation costs a look into a
/// map, neither SQL nor a derivation.
final class ContentKeys {
    private static final Logger log = LoggerFactory.getLogger(ContentKeys.class);
    private static final int MOST_SCOPES = 50_000; // about 50 MB
    private static final int RENEWED_AT_ONCE = 500; // scopes in one statement
    private static final long BETWEEN_RENEWALS_NANOS = Duration.ofSeconds(1).toNanos();

    /// What can be said about a scope.
    sealed interface Answer {
        record Usable(Sealer sealer) implements Answer {}

        record Dead(Tombstone tombstone) implements Answer {}

        /// @param kind of the first key that has no row
        record Unknown(KeyName key) implements Answer {}
    }

    private final LeasedKeys keys;
    private final Ticker ticker;
    private final Counter seals;
    private final Cache<ContentScope, Sealer> cache;
    private final AtomicLong nextRenewalNanos;
    private final AtomicBoolean renewing = new AtomicBoolean();

    ContentKeys(LeasedKeys keys, Ticker ticker, Counter seals) {
        this.keys = keys;
        this.ticker = ticker;
        this.seals = seals;
        this.nextRenewalNanos = new AtomicLong(ticker.read());
        this.cache = LeasedKeys.cacheOf(MOST_SCOPES, ticker);
    }

    /// The sealer at hand, or null.
    @Nullable
    Sealer atHand(ContentScope scope) {
        Sealer sealer = cache.getIfPresent(scope);
        long now = ticker.read();
        if (sealer == null || !sealer.isFreshAt(now)) {
            return null;
        }
        sealer.use();
        if (sealer.wantsRenewalAt(now)) {
            startRenewal(now);
        }
        return sealer;
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

    /// What is in use is read again before its lease ends, many scopes in one statement, so that a busy conversation
    /// never waits for its keys. One run at a time: the next one may start a second later.
    private void startRenewal(long now) {
        if (now - nextRenewalNanos.get() >= 0 && renewing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("lethe-key-renewal").start(this::renew);
        }
    }

    private void renew() {
        try {
            long now = ticker.read();
            List<ContentScope> aging = new ArrayList<>();
            cache.asMap().forEach((scope, sealer) -> {
                if (sealer.wantsRenewalAt(now)) {
                    aging.add(scope);
                }
            });
            for (int from = 0; from < aging.size(); from += RENEWED_AT_ONCE) {
                List<ContentScope> some = aging.subList(from, Math.min(aging.size(), from + RENEWED_AT_ONCE));
                renew(some);
            }
        } finally {
            nextRenewalNanos.set(ticker.read() + BETWEEN_RENEWALS_NANOS);
            renewing.set(false);
        }
    }

    // One that fails costs its portion a look later, and the others nothing.
    private void renew(List<ContentScope> some) {
        try {
            addAnswers(new HashMap<>(), some, renewed -> keys.renew(names(renewed)));
        } catch (KeyringException e) {
            log.debug("Keys in use were not read ahead of time", e); // whoever needs one reads it, and hears why not
        }
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
            addAnswers(answers, others, minting ? this::findOrMintKeys : some -> keys.find(names(some)));
        }
        return answers;
    }

    private void addAnswers(
            Map<ContentScope, Answer> answers,
            Collection<ContentScope> scopes,
            Function<Collection<ContentScope>, Map<KeyName, HeldKey>> source) {
        long before = keys.evictions();
        Map<KeyName, HeldKey> held = source.apply(scopes);
        for (ContentScope scope : scopes) {
            answers.put(scope, answer(scope, held));
        }
        if (keys.evictions() != before) {
            cache.invalidateAll(scopes); // what was derived may rest on a key that was evicted meanwhile
        }
    }

    /// Nothing is minted for content of a bucket that is destroyed: it is going to be refused.
    private Map<KeyName, HeldKey> findOrMintKeys(Collection<ContentScope> scopes) {
        Set<KeyName> buckets = scopes.stream().map(ContentScope::bucketKey).collect(Collectors.toSet());
        Map<KeyName, HeldKey> known = keys.find(buckets);
        Map<Boolean, List<ContentScope>> byExpiry = scopes.stream()
                .collect(Collectors.partitioningBy(scope -> known.get(scope.bucketKey()) instanceof HeldKey.Dead));
        List<ContentScope> expired = byExpiry.getOrDefault(true, List.of());
        Map<KeyName, HeldKey> held = keys.findOrMint(names(byExpiry.getOrDefault(false, List.of())));
        if (!expired.isEmpty()) {
            held.putAll(keys.find(names(expired)));
        }
        return held;
    }

    private static Set<KeyName> names(Collection<ContentScope> scopes) {
        Set<KeyName> names = LinkedHashSet.newLinkedHashSet(3 * scopes.size());
        for (ContentScope scope : scopes) {
            names.add(scope.consumerKey());
            names.add(scope.bucketKey());
            names.add(scope.conversationKey());
        }
        return names;
    }

    // The consumer's and the conversation's tombstones come before the bucket's: erased says more than expired. Who was
    // forgotten was so because all had expired, and that is what is said of it.
    // A missing row comes last: what is destroyed can't be opened whether or not another key is lost.
    private Answer answer(ContentScope scope, Map<KeyName, HeldKey> held) {
        HeldKey consumer = held.get(scope.consumerKey());
        HeldKey conversation = held.get(scope.conversationKey());
        HeldKey bucket = held.get(scope.bucketKey());
        if (consumer instanceof HeldKey.Dead dead && !dead.tombstone().isOfForgotten()) {
            return new Answer.Dead(dead.tombstone());
        }
        if (conversation instanceof HeldKey.Dead dead) {
            return new Answer.Dead(dead.tombstone());
        }
        if (bucket instanceof HeldKey.Dead dead) {
            return new Answer.Dead(dead.tombstone());
        }
        if (consumer instanceof HeldKey.Dead dead) {
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
        Sealer sealer = new Sealer(scope, s, b, c, envelopes, ticker, seals);
        cache.put(scope, sealer);
        return sealer;
    }
}
