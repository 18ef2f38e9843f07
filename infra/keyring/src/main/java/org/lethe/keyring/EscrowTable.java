package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldId;
import org.lethe.sql.Row;
import org.lethe.sql.Sql;

/// The SQL on `keyring.escrow`, one statement for any number of rows.
final class EscrowTable {
    private static final String INSERT = """
            INSERT INTO keyring.escrow
              (client_id, hold_id, hold_shard, escrowed_at, consumer_id, conversation_id, bucket, wrapped)
            SELECT ?, ?, ?, ?, consumer_id, conversation_id, bucket, wrapped
            FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::bytea[])
              AS held(consumer_id, conversation_id, bucket, wrapped)
            ON CONFLICT DO NOTHING
            """;

    private static final String SELECT = """
            SELECT e.consumer_id, e.conversation_id, e.bucket, e.hold_id, e.wrapped
            FROM unnest(?::uuid[], ?::uuid[], ?::text[]) AS wanted(consumer_id, conversation_id, bucket)
            JOIN keyring.escrow e USING (consumer_id, conversation_id, bucket)
            WHERE e.client_id = ? AND e.hold_id = ANY (?) AND e.wrapped IS NOT NULL
            """;

    private static final String RELEASE = """
            UPDATE keyring.escrow SET wrapped = NULL, released_at = ?
            WHERE client_id = ? AND hold_id = ? AND (conversation_id, bucket) IN (
                SELECT conversation_id, bucket FROM keyring.escrow
                WHERE client_id = ? AND hold_id = ? AND wrapped IS NOT NULL LIMIT 10000)
            """;

    private static final String COUNT =
            "SELECT count(*) FROM keyring.escrow WHERE client_id = ? AND hold_id = ? AND wrapped IS NOT NULL";

    private static final String SCOPES = """
            SELECT consumer_id, conversation_id, bucket FROM keyring.escrow
            WHERE client_id = ? AND hold_id = ? AND wrapped IS NOT NULL
            """;

    private static final String KEPT_OF = """
            SELECT DISTINCT e.consumer_id FROM keyring.escrow e
            JOIN keyring.keys h ON h.client_id = e.client_id AND h.shard = e.hold_shard AND h.kind = 4
                AND h.natural_key = e.hold_id::text
            WHERE e.client_id = ? AND e.consumer_id = ANY (?) AND e.wrapped IS NOT NULL AND h.wrapped IS NOT NULL
            """;

    private static final String EVER_KEPT_OF =
            "SELECT DISTINCT consumer_id FROM keyring.escrow WHERE client_id = ? AND hold_id = ?";

    private EscrowTable() {}

    /// Of whom something is kept under a hold's key that lives, as it stands at one instant.
    static Set<ConsumerId> keptOf(Connection connection, ClientId client, Collection<ConsumerId> consumers)
            throws SQLException {
        return new HashSet<>(Sql.on(connection, KEPT_OF)
                .value(client.value())
                .array("uuid", consumers, ConsumerId::value)
                .list(row -> new ConsumerId(row.uuid(1))));
    }

    /// Of whom something was kept, whether it is still or not.
    static Set<ConsumerId> everKeptOf(Connection connection, ClientId client, HoldId hold) throws SQLException {
        return new HashSet<>(Sql.on(connection, EVER_KEPT_OF)
                .values(client.value(), hold.value())
                .list(row -> new ConsumerId(row.uuid(1))));
    }

    /// Rows that exist stay as they are.
    static void insert(Connection connection, HoldId hold, List<ContentScope> scopes, byte[][] wrapped, Instant at)
            throws SQLException {
        if (scopes.isEmpty()) {
            return;
        }
        ClientId client = scopes.getFirst().client();
        Sql insert = Sql.on(connection, INSERT)
                .values(
                        client.value(),
                        hold.value(),
                        (short) KeyName.of(client, hold).shard(),
                        at);
        withScopes(insert, scopes).bytes(List.of(wrapped), key -> key).update();
    }

    /// A content key in the escrow of a hold.
    record Held(HoldId hold, ContentScope scope, byte[] wrapped) {}

    /// The wrapped content keys of those scopes that lie in the escrows of these holds, as they stood at one instant.
    static List<Held> select(
            Connection connection, ClientId client, Collection<HoldId> holds, Collection<ContentScope> scopes)
            throws SQLException {
        Map<Place, ContentScope> places = HashMap.newHashMap(scopes.size());
        scopes.forEach(scope -> places.put(Place.of(scope), scope));
        Sql select = withScopes(Sql.on(connection, SELECT), places.values())
                .value(client.value())
                .array("uuid", holds, HoldId::value);
        return select.list(
                row -> new Held(new HoldId(row.uuid(4)), Objects.requireNonNull(places.get(place(row))), row.bytes(5)));
    }

    /// All that lies in the escrow of a hold.
    static List<ContentScope> scopes(Connection connection, ClientId client, HoldId hold) throws SQLException {
        return Sql.on(connection, SCOPES).values(client.value(), hold.value()).list(row -> {
            Place place = place(row);
            return new ContentScope(client, place.consumer(), place.conversation(), Bucket.ofWireName(place.bucket()));
        });
    }

    private static Place place(Row row) throws SQLException {
        return new Place(new ConsumerId(row.uuid(1)), new ConversationId(row.uuid(2)), row.text(3));
    }

    private record Place(ConsumerId consumer, ConversationId conversation, String bucket) {
        static Place of(ContentScope scope) {
            return new Place(
                    scope.consumer(), scope.conversation(), scope.bucket().wireName());
        }
    }

    /// Some of it; again, until there is none.
    static int release(Connection connection, ClientId client, HoldId hold, Instant at) throws SQLException {
        return Sql.on(connection, RELEASE)
                .values(at, client.value(), hold.value(), client.value(), hold.value())
                .update();
    }

    static int count(Connection connection, ClientId client, HoldId hold) throws SQLException {
        return Math.toIntExact(
                Sql.on(connection, COUNT).values(client.value(), hold.value()).count());
    }

    /// Gives three arrays: consumer, conversation and bucket.
    private static Sql withScopes(Sql sql, Collection<ContentScope> scopes) {
        return sql.array("uuid", scopes, scope -> scope.consumer().value())
                .array("uuid", scopes, scope -> scope.conversation().value())
                .array("text", scopes, scope -> scope.bucket().wireName());
    }
}
