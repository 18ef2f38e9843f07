package org.lethe.contracts;

import java.time.Instant;

/// An event whose envelope holds an operator's own words, such as a matter or a reason (`SealedWords`). They are the
/// client's, not a consumer's: no schedule, no hold and no erasure of a consumer reaches them.
public sealed interface WordedEvent extends Event
        permits DisclosureEvent,
                ErasureOrdered,
                LegalHoldPlaced,
                LegalHoldReleaseRequested,
                LegalHoldReleased,
                PolicyEvent,
                PrivacySettingsSet,
                RecipientRegistered,
                RetentionScheduleSet,
                WebhookRegistered,
                WebhookSecretRotated {

    /// Where all such words lie.
    static Bucket bucket(Instant recordedAt) {
        return Bucket.of(Category.CONTACT, Channel.OPERATOR, recordedAt);
    }
}
