package org.lethe.keyring;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Root keys are counted in epochs: days since 1970-01-01 UTC.
final class Epoch {
    private Epoch() {}

    static int of(Instant instant) {
        return Math.toIntExact(LocalDate.ofInstant(instant, ZoneOffset.UTC).toEpochDay());
    }

    static Instant start(int epoch) {
        return LocalDate.ofEpochDay(epoch).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
