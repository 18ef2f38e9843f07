package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.HoldId;

/// Content keys, derived and wrapped, on their way into the table of escrows. What a hold in force covers may lie there
/// whether its keys are destroyed in the end or not.
final class PreparedEscrow implements Escrow {
    private final ClientId client;
    private final HoldId hold;
    private final Map<ContentScope, byte[]> wrapped;
    private final Set<ContentScope> living;
    private final Collection<ContentScope> standing;
    private final Map<ContentScope, Tombstone> dead;
    private final Clock clock;

    /// @param wrapped content keys under H, derived of living keys or taken over from the escrow of another hold
    /// @param living those of them that were derived
    /// @param standing scopes that are in this hold's escrow already and whose keys are destroyed
    PreparedEscrow(
            ClientId client,
            HoldId hold,
            Map<ContentScope, byte[]> wrapped,
            Set<ContentScope> living,
            Collection<ContentScope> standing,
            Map<ContentScope, Tombstone> dead,
            Clock clock) {
        this.client = client;
        this.hold = hold;
        this.wrapped = wrapped;
        this.living = living;
        this.standing = standing;
        this.dead = dead;
        this.clock = clock;
    }

    @Override
    public HoldId hold() {
        return hold;
    }

    @Override
    public int contents() {
        return wrapped.size() + standing.size();
    }

    @Override
    public Map<ContentScope, Tombstone> alreadyDestroyed() {
        return Map.copyOf(dead);
    }

    /// Puts the content keys into escrow, and counts what stands there. What is there already stays.
    ///
    /// @throws KeyChangedException if one of the keys, or H, was destroyed since; prepare again
    /// @throws EscrowIncompleteException if what stands in escrow now is not what was prepared
    void execute(Connection transaction) throws SQLException {
        if (contents() == 0) {
            return;
        }
        refuseDestroyed(transaction);
        List<ContentScope> scopes = List.copyOf(wrapped.keySet());
        EscrowTable.insert(
                transaction,
                hold,
                scopes,
                scopes.stream().map(wrapped::get).toArray(byte[][]::new),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        int found =
                EscrowTable.select(transaction, client, Set.of(hold), scopes).size()
                        + EscrowTable.select(transaction, client, Set.of(hold), standing)
                                .size();
        if (found != contents()) {
            throw new EscrowIncompleteException(contents(), found);
        }
    }

    // An erasure that came first stands: nothing of it may come back through a content key derived before.
    private void refuseDestroyed(Connection transaction) throws SQLException {
        SortedSet<KeyName> names = new TreeSet<>();
        names.add(KeyName.of(client, hold));
        for (ContentScope scope : living) {
            names.add(scope.consumerKey());
            names.add(scope.bucketKey());
            names.add(scope.conversationKey());
        }
        Map<KeyName, KeyRow> rows = KeyTable.select(transaction, names);
        for (KeyName name : names) {
            KeyRow row = rows.get(name);
            if (row == null || row.state().isDead()) {
                throw new KeyChangedException(name.kind());
            }
        }
    }
}
