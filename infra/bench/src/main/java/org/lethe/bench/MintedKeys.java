package org.lethe.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.KeyDestructions;

/// Keys of a client's consumers with a conversation each, minted as capture does it, and destroyed as an erasure does.
final class MintedKeys {
    private static final int AT_ONCE = 1_000;

    private final Bench bench;
    private final ClientId client;
    private final List<ConsumerId> living = new ArrayList<>();

    MintedKeys(Bench bench, ClientId client, int consumers) {
        this.bench = bench;
        this.client = client;
        Bucket today = Bucket.of(Category.MESSAGES, Bench.WEB, bench.clock.instant());
        List<ContentScope> scopes = new ArrayList<>();
        for (int i = 0; i < consumers; i++) {
            ConsumerId consumer = ConsumerId.random();
            living.add(consumer);
            scopes.add(new ContentScope(client, consumer, ConversationId.random(), today));
        }
        for (int from = 0; from < consumers; from += AT_ONCE) {
            bench.keyring.prepare(scopes.subList(from, Math.min(consumers, from + AT_ONCE)));
        }
    }

    /// Destroys the keys of so many consumers: the shards that they lie in are rotated at the end of the day.
    void destroy(int consumers) throws SQLException {
        List<ConsumerId> going = living.subList(0, consumers);
        KeyDestructions destruction = bench.keyring.destruction(
                client,
                KeyKind.CONSUMER,
                going.stream().map(ConsumerId::toString).toList());
        try (Connection connection = bench.dataSource.getConnection()) {
            connection.setAutoCommit(false);
            destruction.execute(connection, EventId.random(), "bench");
            connection.commit();
            connection.setAutoCommit(true);
        }
        destruction.committed();
        going.clear();
    }
}
