package org.lethe.transcript.forgetting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.sql.Sql;

/// The rows of `transcript.expired_bucket`. Each view that needs them writes them, so that none waits for another.
public final class ExpiredBuckets {
    private static final String INSERT = """
            INSERT INTO transcript.expired_bucket (client_id, category, channel, day, expired_at, fingerprint)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::date[], ?::timestamptz[], ?::text[])
            ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING
            """;

    private ExpiredBuckets() {}

    public static void insert(List<BucketKeyDestroyed> gone, Connection transaction) throws SQLException {
        if (!gone.isEmpty()) {
            Sql.on(transaction, INSERT)
                    .array("uuid", gone, one -> one.client().value())
                    .array("text", gone, one -> one.bucket().category().wireName())
                    .array("text", gone, one -> one.bucket().channel().name())
                    .array("date", gone, one -> one.bucket().day())
                    .array("timestamptz", gone, BucketKeyDestroyed::destroyedAt)
                    .array("text", gone, one -> one.key().fingerprint())
                    .update();
        }
    }
}
