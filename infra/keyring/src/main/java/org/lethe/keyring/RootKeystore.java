package org.lethe.keyring;

import java.util.SortedSet;

/// Where root keys live, outside the database. A provider keeps old epochs until they are destroyed on
/// purpose, and makes a new one when a key must be wrapped and today's is missing. Safe for many threads.
public interface RootKeystore {

    /// Today's root key, made when missing and durable before it is returned.
    ///
    /// @throws KeyringUnavailableException if the keystore is out of reach
    RootKey current();

    /// The root key of an epoch, made when missing and durable before it is returned.
    ///
    /// @throws KeyringUnavailableException if the keystore is out of reach
    RootKey make(int epoch);

    /// @throws UnknownKeyException if the keystore has no such epoch
    /// @throws KeyringUnavailableException if the keystore is out of reach
    RootKey epoch(int epoch);

    /// The epochs it has keys of, in days since 1970-01-01 UTC.
    ///
    /// @throws KeyringUnavailableException if the keystore is out of reach
    SortedSet<Integer> epochs();

    /// Destroys a root key for ever; it is gone durably when this returns. One that is not there changes
    /// nothing.
    ///
    /// @throws IllegalArgumentException if it is today's or a later one: those are in use
    /// @throws KeyringUnavailableException if the keystore is out of reach
    void destroy(int epoch);
}
