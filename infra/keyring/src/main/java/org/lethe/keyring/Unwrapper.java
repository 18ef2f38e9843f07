package org.lethe.keyring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import javax.crypto.SecretKey;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.Meters;

/// Unwraps, and counts what does not authenticate: an alarm.
final class Unwrapper {
    private final Counter tampered;

    Unwrapper(MeterRegistry meters) {
        this.tampered = meters.counter(Meters.KEYRING_TAMPERED.meter());
    }

    /// @throws TamperedException if it was wrapped for another name or epoch, under another key, or changed
    byte[] unwrap(SecretKey wrappingKey, KeyName name, int epoch, byte[] wrapped) {
        try {
            return Wrapping.unwrap(wrappingKey, name, epoch, wrapped);
        } catch (TamperedException e) {
            tampered.increment();
            throw e;
        }
    }

    /// @throws TamperedException if it was wrapped for another hold or scope, under another key, or changed
    byte[] unwrapEscrow(byte[] holdKey, HoldId hold, ContentScope scope, byte[] wrapped) {
        try {
            return Wrapping.unwrapEscrow(holdKey, hold, scope, wrapped);
        } catch (TamperedException e) {
            tampered.increment();
            throw e;
        }
    }
}
