package org.lethe.transcript.clients;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ApiKeyRevoked;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.Event;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLogUnavailableException;
import org.lethe.eventlog.LogPosition;
import org.lethe.eventlog.View;
import org.lethe.sql.Sql;
import org.lethe.web.ApiKeyRecord;
import org.lethe.web.ApiKeys;
import org.lethe.web.Role;

/// The list of clients and the table of their API keys.
final class ClientView implements View {
    private final DataSource dataSource;
    private final ApiKeys apiKeys;

    ClientView(DataSource dataSource, ApiKeys apiKeys) {
        this.dataSource = dataSource;
        this.apiKeys = apiKeys;
    }

    @Override
    public String name() {
        return "clients";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(ClientRegistered.class, ApiKeyIssued.class, ApiKeyRevoked.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) throws SQLException {
        for (Sourced sourced : events) {
            switch (sourced.event()) {
                case ClientRegistered registered ->
                    insert(registered, Objects.requireNonNull(sourced.position()), sourced, transaction);
                case ApiKeyIssued issued -> apiKeys.insert(transaction, record(issued, sourced));
                case ApiKeyRevoked revoked -> apiKeys.revoke(transaction, revoked.apiKey(), sourced.recordedAt());
                default -> {}
            }
        }
    }

    private static void insert(ClientRegistered registered, LogPosition place, Sourced sourced, Connection transaction)
            throws SQLException {
        Sql.on(
                        transaction,
                        "INSERT INTO transcript.client (client_id, name, region, registered_at, position)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (client_id) DO NOTHING")
                .values(registered.client().value(), registered.name(), registered.region())
                .values(sourced.recordedAt(), place.position())
                .update();
    }

    static ApiKeyRecord record(ApiKeyIssued issued, Sourced sourced) {
        return ApiKeyRecord.issued(
                issued.apiKey(),
                issued.client(),
                issued.name(),
                issued.roles().stream().map(Role::of).collect(Collectors.toSet()),
                issued.sha256(),
                sourced.recordedAt(),
                issued.expiresAt());
    }

    @Override
    public void clear(Connection transaction) throws SQLException {
        Sql.on(transaction, "TRUNCATE transcript.client").update();
    }

    /// In the order they were registered.
    ///
    /// @param only the one client that may be seen; the platform sees all
    List<Client> list(ClientId only, long after, int limit) {
        try {
            return Sql.on(
                            dataSource,
                            "SELECT client_id, name, region, registered_at, position FROM transcript.client"
                                    + " WHERE position > ? AND (? OR client_id = ?) ORDER BY position LIMIT ?")
                    .values(after, only.equals(ClientId.PLATFORM), only.value(), limit)
                    .list(row -> new Client(
                            new ClientId(row.uuid(1)), row.text(2), row.text(3), row.instant(4), row.whole(5)));
        } catch (SQLException e) {
            throw new EventLogUnavailableException("the list of clients can't be read", e);
        }
    }
}
