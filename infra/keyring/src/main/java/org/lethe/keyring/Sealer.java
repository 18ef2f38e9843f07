package org.lethe.keyring;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import java.util.concurrent.atomic.AtomicInteger;
import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;

/// Seals content of one scope. It holds its keys for at least ten and at most thirty seconds and is not meant to be
/// kept: [Keyring#prepare] hands out the same one again at the cost of a look into a map. Safe for many threads.
public final class Sealer {
    static final int MOST_ENVELOPES = 1 << 20; // keys.md, envelope; per content key

    private final ContentKey contentKey;
    private final HeldKey.Live consumerKey;
    private final HeldKey.Live bucketKey;
    private final HeldKey.Live conversationKey;
    private final Lease lease;
    private final AtomicInteger envelopes;
    private final Ticker ticker;
    private final Counter seals;
    private volatile boolean used;
    private final Sealing.Ready ready = new Sealing.Ready(this);

    /// @param envelopes how many this content key has sealed so far in this process
    Sealer(
            ContentScope scope,
            HeldKey.Live consumerKey,
            HeldKey.Live bucketKey,
            HeldKey.Live conversationKey,
            AtomicInteger envelopes,
            Ticker ticker,
            Counter seals) {
        this.contentKey = ContentKey.derive(scope, consumerKey.bytes(), bucketKey.bytes(), conversationKey.bytes());
        this.consumerKey = consumerKey;
        this.bucketKey = bucketKey;
        this.conversationKey = conversationKey;
        this.lease = consumerKey.lease().within(bucketKey.lease()).within(conversationKey.lease());
        this.envelopes = envelopes;
        this.ticker = ticker;
        this.seals = seals;
    }

    /// Seals under a fresh random nonce. A retry of a request either sends the identical envelope or seals anew.
    ///
    /// @param eventType the wire name of the event that will carry the envelope
    /// @param plaintext is not changed
    /// @return 61 bytes more than the padded text
    /// @throws LeaseEndedException if the lease is over or a key was called back; prepare again
    /// @throws EnvelopeLimitException after 2^20 envelopes. The count is of this process and starts again when the
    /// scope was idle for a lease; random nonces would allow 2^32 (NIST SP 800-38D, 8.3)
    public Sealed seal(EventId event, String eventType, byte[] plaintext) {
        if (!lease.isHeldAt(ticker.read()) || isRecalled()) {
            throw new LeaseEndedException();
        }
        if (envelopes.incrementAndGet() > MOST_ENVELOPES) {
            envelopes.set(MOST_ENVELOPES);
            throw new EnvelopeLimitException(MOST_ENVELOPES);
        }
        Sealed sealed = Envelope.seal(contentKey, event, eventType, plaintext);
        seals.increment();
        return sealed;
    }

    boolean isFreshAt(long nowNanos) {
        return lease.isFreshAt(nowNanos) && !isRecalled();
    }

    void use() {
        if (!used) {
            used = true;
        }
    }

    /// Whether somebody who used it is likely to come back when its lease has ended.
    boolean wantsRenewalAt(long nowNanos) {
        return used && lease.isAgingAt(nowNanos) && isFreshAt(nowNanos);
    }

    boolean maySeal() {
        return consumerKey.state() == KeyState.ACTIVE
                && bucketKey.state() == KeyState.ACTIVE
                && conversationKey.state() == KeyState.ACTIVE;
    }

    ContentKey contentKey() {
        return contentKey;
    }

    AtomicInteger envelopes() {
        return envelopes;
    }

    Sealing.Ready ready() {
        return ready;
    }

    private boolean isRecalled() {
        return consumerKey.isRecalled() || bucketKey.isRecalled() || conversationKey.isRecalled();
    }
}
