package org.lethe.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lethe.eventlog.Follower;

/// What was asked about views before they had followers.
final class Freshnesses {
    private final Map<String, Late> asked = new HashMap<>();

    private static final class Late implements Freshness {
        private volatile @Nullable Follower follower;

        @Override
        public boolean awaitCaughtUp(Duration atMost) {
            Follower known = follower;
            if (known == null) {
                throw new IllegalStateException("asked how new a view is before its service was put together");
            }
            return known.awaitCaughtUp(atMost);
        }
    }

    Freshness of(String view) {
        return asked.computeIfAbsent(view, _ -> new Late());
    }

    void found(String view, Follower follower) {
        Late late = asked.get(view);
        if (late != null) {
            late.follower = follower;
        }
    }

    /// Views that were asked about and that nobody follows.
    Set<String> unknown() {
        Set<String> unknown = new TreeSet<>();
        asked.forEach((view, late) -> {
            if (late.follower == null) {
                unknown.add(view);
            }
        });
        return unknown;
    }
}
