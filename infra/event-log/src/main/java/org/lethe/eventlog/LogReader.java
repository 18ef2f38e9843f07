package org.lethe.eventlog;

import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.ClientId;

/// Reads much of the log at once, past the memory that serves decisions.
public interface LogReader {

    /// All events of these types that carry this tag, in order.
    ///
    /// @throws EventLogUnavailableException if the database can't be reached
    List<StoredEvent> read(Tag tag, Collection<String> types);

    /// The facts of all events of these types that carry one of these tags, in order: what is sealed is empty
    /// where there is an envelope. For long histories, whose envelopes would fill the memory.
    ///
    /// @throws EventLogUnavailableException if the database can't be reached
    List<StoredEvent> facts(Collection<Tag> tags, Collection<String> types);

    /// Where the newest event stands; 0 in an empty log.
    long head();

    /// The same facts of all events of a client behind a position, within the transaction of an append
    /// ([TransactionStep]): everything before that append is seen. It costs what was appended since.
    List<StoredEvent> factsSince(Connection transaction, ClientId client, long position, Collection<String> types);

    /// The same as [#facts(Collection, Collection)] within the transaction of an append, which waits for no connection.
    List<StoredEvent> facts(Connection transaction, Collection<Tag> tags, Collection<String> types);
}
