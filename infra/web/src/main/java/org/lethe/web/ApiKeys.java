package org.lethe.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who a token belongs to. The table is a view that the owner of the keys' events writes to; every process that shares
/// the database reads it.
///
/// Answers are remembered for 5 s, so a revocation takes effect here at once and elsewhere within 5 s. When a key was
/// last used is written back in batches, at most once a minute per key, away from requests.
public final class ApiKeys implements AutoCloseable {
    /// What a key looks like, for secret scanners; the last six characters are a checksum of the 43 before them.
    public static final String PATTERN = "lth_[0-9A-Za-z]{49}";

    static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final Duration USE_WRITTEN_EVERY = Duration.ofMinutes(1);
    private static final int REMEMBERED_KEYS = 100_000; // about 30 MB at most; unknown tokens count too
    private static final long FLUSH_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    /// A row with its caller made once, so that a request allocates nothing for it.
    private record Known(ApiKeyRecord key, Optional<Caller> caller) {}

    private final ApiKeyTable table;
    private final KeyLookUps lookUps;
    private final Clock clock;
    private final Cache<ByteBuffer, Optional<Known>> bySha256 = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_KEYS)
            .build();
    /// Keys whose change may not be committed yet; they are read from the table each time.
    private final Cache<ByteBuffer, Boolean> unsettled = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_KEYS)
            .build();
    private final Map<ApiKeyId, Instant> used = new ConcurrentHashMap<>();
    private final ScheduledExecutorService flusher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("api-keys-last-used").factory());

    public ApiKeys(DataSource dataSource, Clock clock) {
        this.table = new ApiKeyTable(dataSource);
        this.lookUps = new KeyLookUps(table);
        this.clock = clock;
        flusher.scheduleWithFixedDelay(this::flushQuietly, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    /// A new key from 32 random bytes. Nothing is stored.
    public static NewApiKey generate() {
        String secret = ApiKeyText.random();
        return new NewApiKey(secret, sha256(secret));
    }

    /// What is stored of a key, for one that was made elsewhere: SHA-256, base64url without padding.
    public static String sha256(String secret) {
        return written(ApiKeyText.sha256(secret));
    }

    static String written(byte[] sha256) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
    }

    /// Adds a key within the caller's transaction. A key that is there already stays as it is, so the view can be
    /// rebuilt.
    public void insert(Connection transaction, ApiKeyRecord key) throws SQLException {
        key.caller(); // refuses roles that such a key can't have
        table.insert(transaction, key);
        forget(Base64.getUrlDecoder().decode(key.sha256()));
    }

    /// Revokes a key within the caller's transaction; the first revocation counts. This process asks the table from now
    /// on, so the commit takes effect here at once.
    public void revoke(Connection transaction, ApiKeyId key, Instant revokedAt) throws SQLException {
        byte[] sha256 = table.revoke(transaction, key, revokedAt);
        if (sha256 != null) {
            forget(sha256);
        }
    }

    /// All keys of a client, the revoked and expired too, oldest first.
    ///
    /// @throws UnavailableException if the database does not answer
    public List<ApiKeyRecord> list(ClientId client) {
        return table.list(client);
    }

    /// The caller whose token this is; empty if it is malformed, unknown, expired or revoked. May ask the database.
    ///
    /// @throws UnavailableException if the database does not answer
    public Optional<Caller> authenticate(String token) {
        if (!ApiKeyText.isWellFormed(token)) {
            return Optional.empty();
        }
        ByteBuffer sha256 = ByteBuffer.wrap(ApiKeyText.sha256(token));
        boolean settled = unsettled.getIfPresent(sha256) == null;
        Optional<Known> known = settled ? bySha256.get(sha256, this::look) : look(sha256);
        return known.flatMap(this::open);
    }

    /// The same without asking the database: null if that would be needed. For the event loop.
    @Nullable
    Optional<Caller> authenticateFromMemory(String token) {
        if (!ApiKeyText.isWellFormed(token)) {
            return Optional.empty();
        }
        ByteBuffer sha256 = ByteBuffer.wrap(ApiKeyText.sha256(token));
        Optional<Known> known = bySha256.getIfPresent(sha256);
        if (known == null || unsettled.getIfPresent(sha256) != null) {
            return null;
        }
        return known.flatMap(this::open);
    }

    /// Writes down when keys were last used.
    void flush() {
        for (Map.Entry<ApiKeyId, Instant> use : used.entrySet()) {
            table.used(use.getKey(), use.getValue(), USE_WRITTEN_EVERY);
            used.remove(use.getKey(), use.getValue());
        }
    }

    @Override
    public void close() {
        flusher.shutdown();
        flushQuietly();
    }

    private Optional<Known> look(ByteBuffer sha256) {
        return lookUps.find(sha256.array()).map(key -> new Known(key, Optional.of(key.caller())));
    }

    private Optional<Caller> open(Known known) {
        ApiKeyRecord key = known.key();
        Instant now = clock.instant();
        if (!key.opensAt(now)) {
            return Optional.empty();
        }
        Instant lastUsed = key.lastUsedAt();
        if (lastUsed == null || lastUsed.plus(USE_WRITTEN_EVERY).isBefore(now)) {
            used.putIfAbsent(key.key(), now);
        }
        return known.caller();
    }

    private void forget(byte[] sha256) {
        ByteBuffer key = ByteBuffer.wrap(sha256);
        unsettled.put(key, Boolean.TRUE);
        bySha256.invalidate(key);
    }

    private void flushQuietly() {
        try {
            flush();
        } catch (RuntimeException e) {
            log.warn("could not write when API keys were last used; trying again in {} s", FLUSH_SECONDS, e);
        }
    }
}
