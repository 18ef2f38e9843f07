package org.lethe.keyring;

/// Where root keys live, outside the database. A provider keeps old epochs until they are destroyed on purpose, and
/// makes a new one when a key must be wrapped and today's is missing. Safe for many threads.
public interface RootKeystore {

    /// Today's root key, made when missing and durable before it is returned.
    ///
    /// @throws KeyringUnavailableException if the keystore is out of reach
    RootKey current();

    /// @throws UnknownKeyException if the keystore has no such epoch
    /// @throws KeyringUnavailableException if the keystore is out of reach
    RootKey epoch(int epoch);
}
