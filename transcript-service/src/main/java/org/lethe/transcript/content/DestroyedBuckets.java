package org.lethe.transcript.content;

import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;

/// What decides over a bucket: that its key was destroyed. Whoever records content sources it, so nothing slips in
/// behind an expiry.
public final class DestroyedBuckets {
    private static final Criteria.Types DESTROYED = Criteria.types(BucketKeyDestroyed.class);

    private DestroyedBuckets() {}

    /// Of the bucket that this content lies in.
    public static EventCriteria destroyed(ClientId client, ContentEvent content) {
        return destroyed(client, content.bucket());
    }

    public static EventCriteria destroyed(ClientId client, Bucket bucket) {
        EventTag tag = EventTag.bucket(client, bucket);
        return Criteria.of(tag.key(), tag.value(), DESTROYED);
    }
}
