package org.lethe.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meaning;
import org.lethe.sql.DatabaseRole;

/// `lethe.db.*`: a PostgreSQL of one's own, and how many connections each part has.
record DatabaseSettings(
        @Meaning("JDBC URL of a PostgreSQL 18 of your own; unset, one runs inside") @Nullable
        String url,

        @Meaning("who logs in to it; needs no more than `lethe database grants` gives") @Nullable
        String user,

        @Meaning("file with the password of who logs in") @Nullable
        String passwordFile,

        @Meaning("who owns the tables and changes them at a start; unset, who logs in does") @Nullable
        String owner,

        @Meaning("file with the owner's password") @Nullable String ownerPasswordFile,

        @Meaning("connections of each role; the log, the edge and each service have one role")
        int connections,

        @Meaning("how long a request waits for a connection before it answers 503")
        Duration patience) {

    private static final int MOST_CONNECTIONS = 1000; // each is a process of PostgreSQL's

    DatabaseSettings {
        // The log keeps two for ever: one writes, one listens.
        if (connections < 4 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("lethe.db.connections is 4 to " + MOST_CONNECTIONS);
        }
        if (patience.toMillis() < 250) { // Hikari takes no less
            throw new IllegalArgumentException("lethe.db.patience is at least 250ms");
        }
    }

    static DatabaseSettings defaults() {
        return new DatabaseSettings(null, null, null, null, null, 12, Duration.ofSeconds(3));
    }

    /// How many connections there may be in all.
    int connectionsOf(List<DatabaseRole> roles) {
        return connections * roles.size();
    }

    Optional<Path> passwordPath() {
        return Optional.ofNullable(passwordFile).map(Path::of);
    }

    Optional<Path> ownerPasswordPath() {
        return Optional.ofNullable(ownerPasswordFile).map(Path::of);
    }
}
