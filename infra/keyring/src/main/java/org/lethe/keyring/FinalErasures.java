package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// A portion of tombstones about to become final. The caller appends an event for each and passes the
/// transaction of that append to [#execute].
public final class FinalErasures {
    private final List<ErasedForGood> erased;

    FinalErasures(List<ErasedForGood> erased) {
        this.erased = List.copyOf(erased);
    }

    /// Empty when nothing is left.
    public List<ErasedForGood> erased() {
        return erased;
    }

    /// Makes the tombstones final, inside the caller's transaction.
    ///
    /// @throws KeyChangedException if somebody else was first with one of them; nothing changed, ask again
    public void execute(Connection transaction) throws SQLException {
        if (!erased.isEmpty()
                && RotationTable.makeFinal(
                                transaction,
                                erased.stream().map(ErasedForGood::name).toList())
                        != erased.size()) {
            throw new KeyChangedException(erased.getFirst().key().kind());
        }
    }
}
