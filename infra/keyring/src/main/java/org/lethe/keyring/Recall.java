package org.lethe.keyring;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.KeyKind;
import org.lethe.sql.Sql;

/// Which keys of one client and kind to forget, as one notification tells it: `<client>/<kind>/<natural keys>`, these
/// apart by commas, which no natural key holds. None stands for all: PostgreSQL takes no payload of 8,000 bytes.
record Recall(ClientId client, KeyKind kind, List<String> naturalKeys) {
    static final String CHANNEL = "lethe_keyring";

    private static final int MOST_BYTES = 7_999; // PostgreSQL, NOTIFY
    private static final String SEPARATOR = ",";

    /// @param names at least one, of one client and kind
    static Recall of(Collection<KeyName> names) {
        KeyName first = names.iterator().next();
        Recall each = new Recall(
                first.client(),
                first.kind(),
                names.stream().map(KeyName::naturalKey).toList());
        return each.payload().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                ? each
                : new Recall(first.client(), first.kind(), List.of());
    }

    /// @throws IllegalArgumentException if it names no keys
    static Recall ofPayload(String payload) {
        String[] parts = payload.split("/", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a recall has three parts, not " + parts.length);
        }
        return new Recall(
                ClientId.parse(parts[0]),
                KeyKind.ofCode(Integer.parseInt(parts[1])),
                parts[2].isEmpty() ? List.of() : List.of(parts[2].split(SEPARATOR, -1)));
    }

    String payload() {
        return client + "/" + kind.code() + "/" + naturalKeys.stream().collect(Collectors.joining(SEPARATOR));
    }

    boolean isOfAll() {
        return naturalKeys.isEmpty();
    }

    boolean covers(KeyName name) {
        return name.client().equals(client)
                && name.kind() == kind
                && (isOfAll() || naturalKeys.contains(name.naturalKey()));
    }

    Stream<KeyName> names() {
        return naturalKeys.stream().map(naturalKey -> new KeyName(client, kind, naturalKey));
    }

    /// Tells all processes; inside a transaction it is sent when that commits.
    void send(Connection connection) throws SQLException {
        Sql.on(connection, "SELECT pg_notify(?, ?)").values(CHANNEL, payload()).exists();
    }
}
