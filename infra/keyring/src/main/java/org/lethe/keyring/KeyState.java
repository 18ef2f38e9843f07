package org.lethe.keyring;

import java.util.Locale;

/// A key's life, in order; NIST SP 800-57 part 1, section 7 with words of our own. The names stand in rows.
public enum KeyState {
    /// Made, not yet for use.
    PREACTIVE,
    /// Seals and opens.
    ACTIVE,
    /// Opens only.
    SEALED,
    /// Neither; the tombstone is written, the bytes are about to go.
    FENCED,
    /// The bytes are null.
    DESTROYED,
    /// The last root key that could unwrap an old copy is gone too.
    FINAL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isDead() {
        return compareTo(FENCED) >= 0;
    }
}
