package org.lethe.keyring;

import org.lethe.contracts.Bucket;

/// The answer to opening an envelope. What is unavailable, unknown or tampered is thrown instead: these never blur with
/// one another or with an erasure.
public sealed interface Opening {
    record Opened(Plaintext text) implements Opening {}

    /// The key of the consumer, of the conversation or of the client's shard was destroyed.
    record Erased(Tombstone tombstone) implements Opening {}

    /// The bucket's period passed and its key was destroyed.
    record Expired(Bucket bucket, Tombstone tombstone) implements Opening {}

    /// Keys are there and the caller may not use them. The keyring itself never answers it: it is for those who judge
    /// purposes and restrictions, so that readers have one type to switch over.
    record Denied(String reason) implements Opening {}
}
