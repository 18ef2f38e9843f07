package org.lethe.keyring;

import javax.crypto.SecretKey;

/// E: the root key of one epoch, an AES-256 key. It may be a handle to a key that never leaves its device.
///
/// @param epoch days since 1970-01-01 UTC
public record RootKey(int epoch, SecretKey key) {
    @Override
    public String toString() {
        return "RootKey[epoch " + epoch + "]";
    }
}
