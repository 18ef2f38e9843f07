package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyKind;

/// What it takes to decide that keys go: prepared beforehand, done in the transaction of the append that says so.
/// [Keyring] is the one that means it; decisions ask for no more of it.
public interface KeyDestroyer {

    /// Prepares to destroy a key: takes its fingerprint, and tells this and all other processes to forget it,
    /// so that those who need it in the meantime read what is true.
    ///
    /// @param naturalKey the consumer's, conversation's or hold's id; the bucket's wire name; for K the
    /// shard's number, 0 to 63; for P the client's id
    /// @throws IllegalArgumentException if it can't name a key of this kind
    default KeyDestruction destruction(ClientId client, KeyKind kind, String naturalKey) {
        return new KeyDestruction(destruction(client, kind, List.of(naturalKey)));
    }

    /// The same for many at once, at the cost of a handful of SQL statements.
    ///
    /// @param naturalKeys at least one; given twice counts once
    KeyDestructions destruction(ClientId client, KeyKind kind, Collection<String> naturalKeys);

    /// Keeps readable for a hold in force what is about to be erased or to expire: derives the content key of each
    /// scope, wraps it and stores it under H, which is minted when the hold first needs it. What is destroyed
    /// already is taken over from another hold's escrow. No other key is minted.
    ///
    /// @param scopes all of this client; a scope given twice counts once
    /// @param others holds that may have kept what is destroyed
    /// @throws UnknownKeyException if a key of a scope has no row; nothing is in escrow then
    /// @throws KeyDestroyedException if the hold was released and H destroyed
    /// @throws KeyChangedException if one of the keys was destroyed meanwhile; look again
    /// @throws EscrowIncompleteException if what stands in escrow now is not what was given
    Escrow prepareEscrow(ClientId client, HoldId hold, Collection<ContentScope> scopes, Keepers others);

    /// The same where no other hold may have kept anything.
    default Escrow prepareEscrow(ClientId client, HoldId hold, Collection<ContentScope> scopes) {
        return prepareEscrow(client, hold, scopes, Keepers.NONE);
    }

    /// What lies in a hold's escrow; nothing after its release.
    List<ContentScope> escrow(ClientId client, HoldId hold);

    /// Those of the scopes that their own keys don't open any more: an escrow alone may have them.
    Set<ContentScope> unreadable(Collection<ContentScope> scopes);

    /// Takes the bytes out of a hold's escrow, once H is destroyed: nothing opens them then, and there may be many. The
    /// rows stay as a ledger.
    ///
    /// @return how many content keys there were
    int releaseEscrow(ClientId client, HoldId hold);

    /// Takes a consumer's identifiers out of the index, inside the transaction that destroys their key.
    ///
    /// @param held whether a hold names them: it follows whoever is known by these identifiers later
    void forget(Connection transaction, ClientId client, ConsumerId consumer, boolean held) throws SQLException;

    /// The same for many whom no hold names, at the cost of a few statements.
    void forget(Connection transaction, ClientId client, Collection<ConsumerId> consumers) throws SQLException;

    /// Those of the consumers to whom an identifier leads.
    Set<ConsumerId> known(ClientId client, Collection<ConsumerId> consumers);

    /// Those of the consumers of whom some hold's escrow has something that H opens.
    Set<ConsumerId> inEscrow(ClientId client, Collection<ConsumerId> consumers);

    /// Stops following those whom no hold in force names, inside the transaction that destroys H.
    void stopFollowing(Connection transaction, ClientId client, Collection<ConsumerId> stillNamed) throws SQLException;
}
