package org.lethe.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.axonframework.messaging.core.Context.ResourceKey;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.jspecify.annotations.Nullable;

/// SQL that an append brings into its own transaction, so that both happen or neither: a key's bytes go to null in the
/// commit that says so. Such an append has a batch to itself; keep it rare and short.
@FunctionalInterface
public interface TransactionStep {

    ResourceKey<TransactionStep> RESOURCE_KEY = ResourceKey.withLabel("transactionStep");

    /// Runs after the events are inserted and before the commit. It must neither commit nor close the connection.
    /// Whatever it throws fails the append: nothing of it happened.
    void execute(Connection transaction) throws SQLException;

    /// Lets the append of this command bring a step; several run in the order they were attached.
    static void attach(ProcessingContext context, TransactionStep step) {
        context.updateResource(RESOURCE_KEY, earlier -> earlier == null ? step : earlier.andThen(step));
    }

    /// Brings this step along with every append that is decided by commands which `work` sends from its thread, beside
    /// the steps of the decisions themselves.
    static <R> R alongside(TransactionStep step, Supplier<R> work) {
        return ScopedValue.where(Commands.ALONGSIDE, step).call(work::get);
    }

    /// The same as another role of the database, for the rest of the transaction: whoever may append need not be
    /// allowed what the step does, nor the step what another service's step may.
    ///
    /// @param role of our own making; the connection's login has to be a member
    default TransactionStep as(String role) {
        return transaction -> {
            try (Statement statement = transaction.createStatement()) {
                statement.execute("SET LOCAL ROLE " + role);
            }
            execute(transaction);
        };
    }

    private TransactionStep andThen(TransactionStep next) {
        return transaction -> {
            execute(transaction);
            next.execute(transaction);
        };
    }

    static @Nullable TransactionStep of(@Nullable ProcessingContext context) {
        return context == null ? null : context.getResource(RESOURCE_KEY);
    }
}
