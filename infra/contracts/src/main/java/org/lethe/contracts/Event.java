package org.lethe.contracts;

import java.util.List;

/// Facts of one thing that happened: JSON in clear, without anything a consumer said or that identifies one.
/// Content goes beside it, sealed (`ContentEvent`, `WordedEvent`).
///
/// A record says its name by [WireName] and is listed in no other place but here, or in the kind it is of.
public sealed interface Event
        permits ContentEvent,
                WordedEvent,
                RequestEvent,
                WebhookEvent,
                ApiKeyIssued,
                ApiKeyRevoked,
                BucketKeyDestroyed,
                ClientOffboarded,
                ClientRegistered,
                ClientRenamed,
                ClockConfirmed,
                ConsentWithdrawn,
                ConsumerErased,
                ConsumerForgotten,
                ConsumerIdentified,
                ConversationClosed,
                ConversationErased,
                ConversationOpened,
                ErasureFinal,
                ExpiryOrdered,
                HeldConsumerReturned,
                HeldContentReleased,
                KeyDestroyed,
                LegalHoldPolicyChangeRequested,
                LegalHoldPolicySet,
                LegalHoldReaderAllowed,
                LegalHoldReaderRemoved,
                MessageScrubDeferred,
                MessageScrubbed,
                ProcessingRestricted,
                RestrictionLifted,
                RetentionLimitsSet,
                RetentionRunCompleted,
                RootKeyDestroyed,
                TranscriptRead {

    /// What the event can be found by; part of what its leaf commits to.
    List<EventTag> tags();
}
