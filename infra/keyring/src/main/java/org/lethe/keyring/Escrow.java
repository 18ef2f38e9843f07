package org.lethe.keyring;

import java.util.Map;
import org.lethe.contracts.HoldId;

/// Content keys in a hold's escrow: [KeyDestroyer#prepareEscrow] derived, wrapped and stored them. They lie there
/// before a key they are derived from is destroyed, so that nothing held is lost between, and the commit that
/// destroys it has little to do, however much is held.
public interface Escrow {

    HoldId hold();

    /// How many content keys, one a conversation and bucket, the hold's escrow has of the scopes given.
    int contents();

    /// Scopes that can't be held any more: a key of theirs was destroyed, and this hold's escrow has nothing of
    /// them.
    Map<ContentScope, Tombstone> alreadyDestroyed();
}
