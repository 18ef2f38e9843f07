package org.lethe.contracts;

/// What a hold keeps readable of a key that was destroyed.
///
/// @param contents how many content keys (one a conversation and bucket) went into the hold's escrow
public record Escrowed(HoldId hold, int contents) {}
