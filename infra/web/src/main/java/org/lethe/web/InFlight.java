package org.lethe.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// How many requests are under way, and limits to it: past them, new ones are refused before they cost anything. In
/// all, and of one client or one API key, so that none of them takes every place.
final class InFlight {
    private final int limit;
    private final int limitOfOne;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<Object, Integer> ofEach = new ConcurrentHashMap<>();
    private final LongAdder shed = new LongAdder();
    private final LongAdder overShare = new LongAdder();

    /// One place among those under way; leaving twice is harmless.
    final class Place {
        private final AtomicBoolean taken = new AtomicBoolean(true);
        private final @Nullable Object client;
        private final @Nullable Object key;

        private Place(@Nullable Object client, @Nullable Object key) {
            this.client = client;
            this.key = key;
        }

        void leave() {
            if (taken.compareAndSet(true, false)) {
                underWay.decrementAndGet();
                forget(client);
                forget(key);
            }
        }
    }

    /// @param limitOfOne of one client, and of one API key
    InFlight(int limit, int limitOfOne) {
        this.limit = limit;
        this.limitOfOne = limitOfOne;
    }

    /// Refuses without taking a place, for requests whose body is still to come.
    void refuseIfFull() {
        if (underWay.get() >= limit) {
            shed.increment();
            throw new OverloadedException();
        }
    }

    /// A place for somebody who isn't known yet.
    ///
    /// @throws OverloadedException if all places are taken
    Place enter() {
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            shed.increment();
            throw new OverloadedException();
        }
        return new Place(null, null);
    }

    /// @throws OverloadedException if all places are taken, or all that this client or key may have
    Place enter(Admitted admitted) {
        Caller caller = admitted.caller();
        Object client = admitted.isForOneClient() ? admitted.owner() : null;
        Object key = caller == null ? null : caller.key();
        if (isOverShare(client)) {
            forget(client);
            throw overShare("this client has its share of requests under way");
        }
        if (isOverShare(key)) {
            forget(key);
            forget(client);
            throw overShare("this API key has its share of requests under way");
        }
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            forget(key);
            forget(client);
            shed.increment();
            throw new OverloadedException();
        }
        return new Place(client, key);
    }

    private boolean isOverShare(@Nullable Object one) {
        return one != null && ofEach.merge(one, 1, Integer::sum) > limitOfOne;
    }

    private void forget(@Nullable Object one) {
        if (one != null) {
            ofEach.computeIfPresent(one, (_, number) -> number == 1 ? null : number - 1);
        }
    }

    private OverloadedException overShare(String detail) {
        overShare.increment();
        return new OverloadedException(detail);
    }

    int underWay() {
        return underWay.get();
    }

    long shed() {
        return shed.sum();
    }

    long overShare() {
        return overShare.sum();
    }
}
