package org.lethe.keyring;

import java.time.Instant;

/// What the tombstones of one destruction have in common.
///
/// @param at UTC, microseconds
record Obituary(String reason, Instant at) {}
