package org.lethe.transcript.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.Event;
import org.lethe.contracts.TemporarilyUnavailable;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.Reaction;

/// When something is ordered, then it is done. What can't be done is parked in the transaction that notes how far
/// the log was followed, and the next order has its turn.
public abstract class Orders implements Reaction {
    private final ParkedOrders parked;

    protected Orders(ParkedOrders parked) {
        this.parked = parked;
    }

    /// What an order is in the log.
    protected abstract Class<? extends Event> order();

    /// Carrying out what was carried out before changes nothing.
    protected abstract void carryOut(Sourced order);

    @Override
    public final Set<Class<? extends Event>> events() {
        return Set.of(order());
    }

    @Override
    public final void apply(List<Sourced> orders, Connection transaction) throws SQLException {
        for (Sourced order : orders) {
            try {
                carryOut(order);
            } catch (RuntimeException e) {
                if (isTemporary(e)) {
                    throw e; // nobody else's would fare better: all wait together
                }
                parked.park(transaction, this, order, e);
            }
        }
    }

    @Override
    public final void clear(Connection transaction) {
        parked.clear(transaction, this);
    }

    static boolean isTemporary(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof TemporarilyUnavailable) {
                return true;
            }
        }
        return false;
    }
}
