package org.lethe.access.webhooks;

import org.jspecify.annotations.Nullable;

/// What came of one attempt; of the answer its status alone is kept.
///
/// @param status null where there was no answer
/// @param fault null where it was delivered
record Attempt(@Nullable Integer status, @Nullable DeliveryFault fault) {
    private static final int GONE = 410;

    static Attempt answered(int status) {
        return new Attempt(status, status >= 200 && status < 300 ? null : DeliveryFault.STATUS);
    }

    static Attempt failed(DeliveryFault fault) {
        return new Attempt(null, fault);
    }

    boolean delivered() {
        return fault == null;
    }

    /// Whoever is there wants nothing any more.
    boolean gone() {
        return status != null && status == GONE;
    }
}
