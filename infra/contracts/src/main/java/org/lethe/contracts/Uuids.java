package org.lethe.contracts;

import java.util.UUID;

/// Strict reading of UUIDs: `UUID.fromString` also takes short forms such as `1-1-1-1-1`.
final class Uuids {
    private static final int CANONICAL_CHARACTERS = 36; // RFC 9562, section 4

    private Uuids() {}

    static UUID parse(String text) {
        if (text.length() != CANONICAL_CHARACTERS) {
            throw new IllegalArgumentException("expected a UUID of 36 characters");
        }
        return UUID.fromString(text);
    }
}
