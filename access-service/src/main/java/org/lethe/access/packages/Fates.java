package org.lethe.access.packages;

import org.lethe.service.subjects.Held;

/// What became of words, for people.
final class Fates {
    private Fates() {}

    static boolean isThere(Held piece) {
        return piece.fate() == Held.Fate.PRESENT;
    }

    static String told(Held.Fate fate) {
        return switch (fate) {
            case PRESENT -> "present";
            case EXPIRED -> "expired on its retention date";
            case ERASED -> "erased";
            case REDACTED -> "redacted";
            case DENIED -> "not given out";
        };
    }
}
