package org.lethe.contracts;

import org.jspecify.annotations.Nullable;

/// A key that is no more, by its fingerprint.
///
/// @param fingerprint SHA-256 over `lethe.fp.1 ‖ 00 ‖ key` in lower-case hex, 64 digits; absent where there never was
/// a key, or where its bytes were not what was stored
public record DestroyedKey(KeyKind kind, @Nullable String fingerprint) {}
