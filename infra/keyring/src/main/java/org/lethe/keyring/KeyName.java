package org.lethe.keyring;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyKind;

/// Which key: the primary key of its row. The natural key is a random id, a bucket's wire name or a shard's number,
/// never anything a person could be known by.
record KeyName(ClientId client, KeyKind kind, String naturalKey) implements Comparable<KeyName> {
    static final int SHARDS = 64; // keys.md, K

    // One order for all who insert: two who insert the same rows wait for one another, but never in a circle.
    private static final Comparator<KeyName> ORDER = Comparator.comparing(
                    (KeyName name) -> name.client().value())
            .thenComparing(KeyName::kind)
            .thenComparing(KeyName::naturalKey);

    static KeyName of(ClientId client, ConsumerId consumer) {
        return new KeyName(client, KeyKind.CONSUMER, consumer.toString());
    }

    static KeyName of(ClientId client, ConversationId conversation) {
        return new KeyName(client, KeyKind.CONVERSATION, conversation.toString());
    }

    static KeyName of(ClientId client, Bucket bucket) {
        return new KeyName(client, KeyKind.BUCKET, bucket.wireName());
    }

    static KeyName of(ClientId client, HoldId hold) {
        return new KeyName(client, KeyKind.HOLD, hold.toString());
    }

    static KeyName blindIndexOf(ClientId client) {
        return new KeyName(client, KeyKind.BLIND_INDEX, client.toString());
    }

    /// What a caller gave, in its one spelling.
    ///
    /// @throws IllegalArgumentException if it can't name a key of this kind
    static KeyName given(ClientId client, KeyKind kind, String naturalKey) {
        String spelled = switch (kind) {
            case CONSUMER -> ConsumerId.parse(naturalKey).toString();
            case CONVERSATION -> ConversationId.parse(naturalKey).toString();
            case HOLD -> HoldId.parse(naturalKey).toString();
            case BUCKET -> bucket(naturalKey).wireName();
            case BLIND_INDEX -> client.toString();
            case CLIENT -> Integer.toString(shardNumber(naturalKey));
        };
        return new KeyName(client, kind, spelled);
    }

    private static Bucket bucket(String wireName) {
        String[] parts = wireName.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a bucket is <category>/<channel>/<yyyy-mm-dd>");
        }
        Category category = Category.valueOf(parts[0].toUpperCase(Locale.ROOT));
        return new Bucket(category, new Channel(parts[1]), LocalDate.parse(parts[2]));
    }

    private static int shardNumber(String naturalKey) {
        int shard = Integer.parseInt(naturalKey);
        if (shard < 0 || shard >= SHARDS) {
            throw new IllegalArgumentException("shards are 0 to " + (SHARDS - 1) + ", not " + shard);
        }
        return shard;
    }

    /// Which of its client's keys K wraps it: CRC-32C of the natural key modulo 64. It stands in rows and never
    /// changes.
    int shard() {
        if (kind == KeyKind.CLIENT) {
            return Integer.parseInt(naturalKey);
        }
        CRC32C sum = new CRC32C();
        sum.update(naturalKey.getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % SHARDS);
    }

    /// The name of the K that wraps it.
    KeyName wrappedBy() {
        return new KeyName(client, KeyKind.CLIENT, Integer.toString(shard()));
    }

    boolean isClientKey() {
        return kind == KeyKind.CLIENT;
    }

    @Override
    public int compareTo(KeyName other) {
        return ORDER.compare(this, other);
    }
}
