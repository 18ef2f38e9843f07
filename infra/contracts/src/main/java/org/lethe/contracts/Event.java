package org.lethe.contracts;

import java.util.List;

/// Facts of one thing that happened: JSON in clear, without anything a consumer said or that identifies one.
/// Content goes beside it, sealed (`LogEntry`).
public sealed interface Event
        permits ApiKeyIssued,
                ApiKeyRevoked,
                BucketKeyDestroyed,
                ClientOffboarded,
                ClientRegistered,
                ClientRenamed,
                ConsumerErased,
                ConsumerIdentified,
                ConsumerIdentifiersLinked,
                ConversationClosed,
                ConversationErased,
                ConversationOpened,
                ErasureFinal,
                ErasureOrdered,
                ExpiryOrdered,
                KeyDestroyed,
                LegalHoldPlaced,
                LegalHoldPolicySet,
                LegalHoldReleaseRequested,
                LegalHoldReleased,
                MessageRecorded,
                RetentionLimitsSet,
                RetentionRunCompleted,
                RetentionScheduleSet,
                TranscriptRead,
                VisitObserved {

    /// What the event can be found by; part of what its leaf commits to.
    List<EventTag> tags();
}
