package org.lethe.keyring;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldId;

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
            SELECT e.consumer_id, e.conversation_id, e.bucket, e.wrapped
            FROM unnest(?::uuid[], ?::uuid[], ?::text[]) AS wanted(consumer_id, conversation_id, bucket)
            JOIN keyring.escrow e USING (consumer_id, conversation_id, bucket)
            WHERE e.client_id = ? AND e.hold_id = ? AND e.wrapped IS NOT NULL
            """;

    private static final String RELEASE = """
            UPDATE keyring.escrow SET wrapped = NULL, released_at = ?
            WHERE client_id = ? AND hold_id = ? AND wrapped IS NOT NULL
            """;

    private static final String COUNT =
            "SELECT count(*) FROM keyring.escrow WHERE client_id = ? AND hold_id = ? AND wrapped IS NOT NULL";

    private EscrowTable() {}

    /// Rows that exist stay as they are.
    static void insert(Connection connection, HoldId hold, List<ContentScope> scopes, byte[][] wrapped, Instant at)
            throws SQLException {
        if (scopes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            ClientId client = scopes.getFirst().client();
            statement.setObject(1, client.value());
            statement.setObject(2, hold.value());
            statement.setShort(3, (short) KeyName.of(client, hold).shard());
            statement.setObject(4, at.atOffset(ZoneOffset.UTC));
            setScopes(connection, statement, 5, scopes);
            statement.setArray(8, connection.createArrayOf("bytea", wrapped));
            statement.executeUpdate();
        }
    }

    /// The wrapped content keys of those scopes that lie in the hold's escrow.
    static Map<ContentScope, byte[]> select(
            Connection connection, ClientId client, HoldId hold, Collection<ContentScope> scopes) throws SQLException {
        Map<Place, ContentScope> places = HashMap.newHashMap(scopes.size());
        scopes.forEach(scope -> places.put(Place.of(scope), scope));
        Map<ContentScope, byte[]> found = HashMap.newHashMap(scopes.size());
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            setScopes(connection, statement, 1, List.copyOf(places.values()));
            statement.setObject(4, client.value());
            statement.setObject(5, hold.value());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Place place = new Place(
                            new ConsumerId(result.getObject(1, UUID.class)),
                            new ConversationId(result.getObject(2, UUID.class)),
                            result.getString(3));
                    ContentScope scope = places.get(place);
                    if (scope != null) {
                        found.put(scope, result.getBytes(4));
                    }
                }
            }
        }
        return found;
    }

    private record Place(ConsumerId consumer, ConversationId conversation, String bucket) {
        static Place of(ContentScope scope) {
            return new Place(
                    scope.consumer(), scope.conversation(), scope.bucket().wireName());
        }
    }

    static int release(Connection connection, ClientId client, HoldId hold, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setObject(1, at.atOffset(ZoneOffset.UTC));
            statement.setObject(2, client.value());
            statement.setObject(3, hold.value());
            return statement.executeUpdate();
        }
    }

    static int count(Connection connection, ClientId client, HoldId hold) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setObject(1, client.value());
            statement.setObject(2, hold.value());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    /// Sets three parameters: consumer, conversation and bucket.
    private static void setScopes(
            Connection connection, PreparedStatement statement, int from, List<ContentScope> scopes)
            throws SQLException {
        statement.setArray(
                from,
                connection.createArrayOf(
                        "uuid",
                        scopes.stream().map(scope -> scope.consumer().value()).toArray()));
        statement.setArray(
                from + 1,
                connection.createArrayOf(
                        "uuid",
                        scopes.stream()
                                .map(scope -> scope.conversation().value())
                                .toArray()));
        statement.setArray(
                from + 2,
                connection.createArrayOf(
                        "text",
                        scopes.stream().map(scope -> scope.bucket().wireName()).toArray()));
    }
}
