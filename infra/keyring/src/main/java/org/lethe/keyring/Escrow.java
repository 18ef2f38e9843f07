package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.lethe.contracts.HoldId;

/// Content keys on their way into a hold's escrow. [KeyDestroyer#prepareEscrow] derived and wrapped them; [#execute]
/// puts them there in the transaction that destroys a key they are derived from, so that nothing held is lost between.
public interface Escrow {

    HoldId hold();

    /// How many content keys, one a conversation and bucket, the hold's escrow has of the scopes given once this is
    /// executed.
    int contents();

    /// Scopes that can't be held any more: a key of theirs was destroyed, and this hold's escrow has nothing of
    /// them.
    Map<ContentScope, Tombstone> alreadyDestroyed();

    /// Puts the content keys into escrow, inside the caller's transaction, and counts what stands there. Call it before
    /// the destruction that it goes with. What is there already stays.
    ///
    /// @throws KeyChangedException if one of the keys, or H, was destroyed since; prepare again
    /// @throws EscrowIncompleteException if what stands in escrow now is not what was prepared
    void execute(Connection transaction) throws SQLException;
}
