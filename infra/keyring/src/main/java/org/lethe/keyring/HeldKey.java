package org.lethe.keyring;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What this process knows of a key for the time of a lease.
sealed interface HeldKey {
    Lease lease();

    /// Whether it may be handed out: enough of its lease is left, and neither it nor what wraps it was called back.
    boolean isFreshAt(long nowNanos);

    /// It was destroyed, or the K that wraps it was.
    record Dead(Tombstone tombstone, Lease lease) implements HeldKey {
        @Override
        public boolean isFreshAt(long nowNanos) {
            return lease.isFreshAt(nowNanos);
        }
    }

    /// @param wrappedBy the K that wraps it; absent for K itself
    /// @param recall shared by all leases of one key in this process, so that calling it back reaches what
    /// was derived
    record Live(
            KeyName name,
            KeyState state,
            int epoch,
            byte[] bytes,
            Lease lease,
            @Nullable Live wrappedBy,
            AtomicBoolean recall)
            implements HeldKey {

        @Override
        public boolean isFreshAt(long nowNanos) {
            return lease.isFreshAt(nowNanos) && !isRecalled();
        }

        boolean isRecalled() {
            return recall.get() || (wrappedBy != null && wrappedBy.recall.get());
        }

        @Override
        public String toString() {
            return "Live[" + name + ", REDACTED]";
        }
    }
}
