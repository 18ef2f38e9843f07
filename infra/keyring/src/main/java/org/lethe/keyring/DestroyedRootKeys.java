package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.lethe.contracts.KeyKind;

/// Root keys that the keystore has destroyed and the database not yet recorded. The caller appends an event for
/// each and passes the transaction of that append to [#execute].
public final class DestroyedRootKeys {
    private final List<Integer> epochs;

    DestroyedRootKeys(List<Integer> epochs) {
        this.epochs = List.copyOf(epochs);
    }

    /// In days since 1970-01-01, ascending; empty when nothing is left.
    public List<Integer> epochs() {
        return epochs;
    }

    /// Records their end, inside the caller's transaction: what they wrapped is out of reach from then on.
    ///
    /// @param at UTC, microseconds
    /// @throws KeyChangedException if somebody else was first with one of them; nothing changed, ask again
    public void execute(Connection transaction, Instant at) throws SQLException {
        if (RootEpochTable.destroyed(transaction, epochs, at) != epochs.size()) {
            throw new KeyChangedException(KeyKind.CLIENT);
        }
    }
}
