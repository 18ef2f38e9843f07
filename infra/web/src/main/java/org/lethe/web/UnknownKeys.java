package org.lethe.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Who sends keys that nobody knows: after so many in a minute, an address is told to wait before more of its keys are
/// looked up. Keys that are in memory pass all the same.
final class UnknownKeys {
    private static final int REMEMBERED_ADDRESSES = 100_000;

    private final int most;
    private final Addresses trusted;
    private final Cache<String, AtomicInteger> lately = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(REMEMBERED_ADDRESSES)
            .build();
    private final LongAdder seen = new LongAdder();

    UnknownKeys(int most, Addresses trusted) {
        this.most = most;
        this.trusted = trusted;
    }

    /// @throws OverloadedException if too many came from there
    void refuseIfTooMany(@Nullable InetSocketAddress from) {
        String address = limited(from);
        AtomicInteger count = address == null ? null : lately.getIfPresent(address);
        if (count != null && count.get() >= most) {
            throw new OverloadedException("too many unknown API keys came from this address");
        }
    }

    void note(@Nullable InetSocketAddress from) {
        seen.increment();
        String address = limited(from);
        if (address != null) {
            lately.get(address, _ -> new AtomicInteger()).incrementAndGet();
        }
    }

    long seen() {
        return seen.sum();
    }

    private @Nullable String limited(@Nullable InetSocketAddress from) {
        return from == null || from.getAddress() == null || trusted.contains(from.getAddress())
                ? null
                : Addresses.neighbourhood(from.getAddress());
    }
}
