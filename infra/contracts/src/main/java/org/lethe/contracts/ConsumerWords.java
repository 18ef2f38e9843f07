package org.lethe.contracts;

import java.util.Map;

/// The door through which a service that holds no key has words about a request sealed and opened. They are sealed
/// under
/// the keys of the consumer that they are about. transcript-service stands behind it.
public interface ConsumerWords {

    /// @param sealed bound to the event's id
    record SealedRequestWords(EventId id, RequestWordsGiven event, Sealed sealed) {
        public LogEntry entry(ClientId client) {
            return new LogEntry(client, event, sealed);
        }
    }

    /// @param words by field, such as `email`
    SealedRequestWords seal(ClientId client, RequestWordsGiven event, Map<String, String> words);

    /// @return the fields as given; empty where they can't be read any more
    Map<String, String> open(ClientId client, EventId id, RequestWordsGiven event, Sealed sealed);
}
