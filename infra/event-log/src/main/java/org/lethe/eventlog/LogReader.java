package org.lethe.eventlog;

import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import org.axonframework.messaging.eventstreaming.Tag;

/// Reads much of the log at once, past the memory that serves decisions.
public interface LogReader {

    /// All events of these types that carry this tag, in order.
    ///
    /// @throws EventLogUnavailableException if the database can't be reached
    List<StoredEvent> read(Tag tag, Collection<String> types);

    /// The same within the transaction of an append ([TransactionStep]): everything before that append is seen.
    List<StoredEvent> read(Connection transaction, Tag tag, Collection<String> types);
}
