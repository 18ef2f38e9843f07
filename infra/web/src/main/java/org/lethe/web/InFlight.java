package org.lethe.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// How many requests are under way, and a limit to it: past that, new ones are refused before they cost anything.
final class InFlight {
    private final int limit;
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder shed = new LongAdder();

    /// One place among those under way; leaving twice is harmless.
    final class Place {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        void leave() {
            if (taken.compareAndSet(true, false)) {
                underWay.decrementAndGet();
            }
        }
    }

    InFlight(int limit) {
        this.limit = limit;
    }

    /// Refuses without taking a place, for requests whose body is still to come.
    void refuseIfFull() {
        if (underWay.get() >= limit) {
            shed.increment();
            throw new OverloadedException();
        }
    }

    /// @throws OverloadedException if all places are taken
    Place enter() {
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            shed.increment();
            throw new OverloadedException();
        }
        return new Place();
    }

    int underWay() {
        return underWay.get();
    }

    long shed() {
        return shed.sum();
    }
}
