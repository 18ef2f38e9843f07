package org.lethe.contracts;

import java.time.Instant;
import java.util.Map;

/// The door through which services that hold no key have an operator's own words sealed and opened: a matter, a reason,
/// a name. transcript-service stands behind it. Words are the client's; they outlive the erasure of any consumer and go
/// with the client. Services ask in the same process or by HTTP, and are answered the same.
public interface SealedWords {

    /// Words that are sealed to the event that will carry them.
    record SealedNote(EventId event, Sealed sealed) {}

    /// @param type of the event that will carry the envelope
    /// @param words by field, such as `matter`
    /// @param at when the event is recorded
    Sealed seal(
            ClientId client, EventId event, Class<? extends WordedEvent> type, Map<String, String> words, Instant at);

    /// The same for an event that has no id yet.
    default SealedNote seal(ClientId client, Class<? extends WordedEvent> type, Map<String, String> words, Instant at) {
        EventId event = EventId.random();
        return new SealedNote(event, seal(client, event, type, words, at));
    }

    /// @return the fields as given; empty where the client's keys are gone
    /// @throws ForeignWordsException if the envelope was sealed for another client, event or type, or was changed
    Map<String, String> open(
            ClientId client, EventId event, Class<? extends WordedEvent> type, Sealed sealed, Instant recordedAt);
}
