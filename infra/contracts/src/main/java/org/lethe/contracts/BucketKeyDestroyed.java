package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// One day's content of one category and channel of a client can't be read any more, but for what a hold keeps.
///
/// @param order the `ExpiryOrdered` that wanted it
/// @param escrowed what went into escrow, for each hold that covers some of it
@WireName("BucketKeyDestroyed")
public record BucketKeyDestroyed(
        ClientId client, Bucket bucket, DestroyedKey key, EventId order, List<Escrowed> escrowed, Instant destroyedAt)
        implements Event {
    public BucketKeyDestroyed {
        escrowed = List.copyOf(escrowed);
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.bucket(client, bucket), EventTag.of(EventTag.EXPIRY_OF, client));
    }
}
