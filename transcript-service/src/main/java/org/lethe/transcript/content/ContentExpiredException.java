package org.lethe.transcript.content;

import java.util.Map;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.keyring.Tombstone;
import org.lethe.web.ProblemException;

/// The retention period of this content's day has passed.
public final class ContentExpiredException extends ProblemException {
    private final Bucket bucket;
    private final transient ExpiryReceipt receipt;

    public ContentExpiredException(Bucket bucket, Tombstone tombstone) {
        this(bucket, ExpiryReceipt.of(tombstone));
    }

    public ContentExpiredException(BucketKeyDestroyed destroyed) {
        this(destroyed.bucket(), ExpiryReceipt.of(destroyed));
    }

    private ContentExpiredException(Bucket bucket, ExpiryReceipt receipt) {
        super(
                ConversationProblems.CONTENT_EXPIRED,
                "the retention period of that day has passed; its key is destroyed");
        this.bucket = bucket;
        this.receipt = receipt;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("bucket", bucket.wireName(), "expired_at", receipt.expiredAt(), "receipt", receipt);
    }
}
