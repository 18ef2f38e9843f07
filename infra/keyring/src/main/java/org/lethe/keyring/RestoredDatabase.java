package org.lethe.keyring;

/// What to do with a database that knows less than its root keystore, as one does that was restored from a backup.
public enum RestoredDatabase {
    /// It is not opened: what was erased since then would be back in silence.
    REFUSED,
    /// It is opened at somebody's word, and the keystore's other keys are taken over.
    ACCEPTED
}
