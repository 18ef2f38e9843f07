package org.lethe.contracts;

import java.util.List;

/// Facts of one thing that happened: JSON in clear, without anything a consumer said or that identifies one.
/// Content goes beside it, sealed (`LogEntry`).
public sealed interface Event
        permits ApiKeyIssued,
                ApiKeyRevoked,
                ClientRegistered,
                ClientRenamed,
                ConsumerErased,
                ConsumerIdentified,
                ConsumerIdentifiersLinked,
                ConversationClosed,
                ConversationErased,
                ConversationOpened,
                ErasureOrdered,
                KeyDestroyed,
                MessageRecorded,
                RetentionScheduleSet,
                TranscriptRead,
                VisitObserved {

    /// What the event can be found by; part of what its leaf commits to.
    List<EventTag> tags();
}
