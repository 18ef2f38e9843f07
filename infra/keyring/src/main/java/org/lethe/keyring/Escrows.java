package org.lethe.keyring;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.HoldId;

/// What holds keep: content keys under the hold's H.
final class Escrows {
    private final KeyDatabase database;
    private final LeasedKeys keys;
    private final ContentKeys contentKeys;
    private final Clock clock;

    Escrows(KeyDatabase database, LeasedKeys keys, ContentKeys contentKeys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.contentKeys = contentKeys;
        this.clock = clock;
    }

    Escrow prepare(ClientId client, HoldId hold, Collection<ContentScope> scopes) {
        if (!scopes.stream().allMatch(scope -> scope.client().equals(client))) {
            throw new IllegalArgumentException("an escrow holds content of one client");
        }
        Map<ContentScope, ContentKey> living = new LinkedHashMap<>();
        Map<ContentScope, Tombstone> dead = new LinkedHashMap<>();
        contentKeys.find(scopes).forEach((scope, answer) -> {
            switch (answer) {
                case ContentKeys.Answer.Usable usable ->
                    living.put(scope, usable.sealer().contentKey());
                case ContentKeys.Answer.Dead destroyed -> dead.put(scope, destroyed.tombstone());
                case ContentKeys.Answer.Unknown unknown ->
                    throw new UnknownKeyException(
                            "the " + unknown.key().kind() + " key of a scope to be held has no row");
            }
        });
        Set<ContentScope> standing = read(client, hold, dead.keySet()).keySet();
        dead.keySet().removeAll(standing);
        Map<ContentScope, byte[]> wrapped =
                living.isEmpty() && standing.isEmpty() ? Map.of() : wrap(client, hold, living);
        return new PreparedEscrow(client, hold, wrapped, standing, dead, clock);
    }

    private Map<ContentScope, byte[]> wrap(ClientId client, HoldId hold, Map<ContentScope, ContentKey> contents) {
        byte[] holdKey = holdKey(client, hold);
        Map<ContentScope, byte[]> wrapped = LinkedHashMap.newLinkedHashMap(contents.size());
        contents.forEach((scope, contentKey) -> {
            byte[] derived = contentKey.derived();
            wrapped.put(scope, Wrapping.wrapEscrow(holdKey, hold, scope, derived));
            Arrays.fill(derived, (byte) 0);
        });
        return wrapped;
    }

    private byte[] holdKey(ClientId client, HoldId hold) {
        KeyName name = KeyName.of(client, hold);
        return switch (keys.findOrMint(Set.of(name)).get(name)) {
            case HeldKey.Live live -> live.bytes();
            case HeldKey.Dead destroyed -> throw new KeyDestroyedException(destroyed.tombstone());
            case null -> throw new UnknownKeyException("the hold's key was minted and is not there");
        };
    }

    /// The content keys that a hold's escrow has; none where H is destroyed.
    Map<ContentScope, ContentKey> find(HoldId hold, Collection<ContentScope> scopes) {
        Map<ContentScope, ContentKey> found = new HashMap<>();
        scopes.stream()
                .collect(Collectors.groupingBy(ContentScope::client))
                .forEach((client, own) -> found.putAll(unwrap(client, hold, own)));
        return found;
    }

    private Map<ContentScope, ContentKey> unwrap(ClientId client, HoldId hold, Collection<ContentScope> scopes) {
        KeyName name = KeyName.of(client, hold);
        Map<ContentScope, ContentKey> contents = new HashMap<>();
        if (keys.find(Set.of(name)).get(name) instanceof HeldKey.Live holdKey) {
            read(client, hold, scopes).forEach((scope, wrapped) -> {
                byte[] derived = Wrapping.unwrapEscrow(holdKey.bytes(), hold, scope, wrapped);
                contents.put(scope, ContentKey.of(scope, derived));
                Arrays.fill(derived, (byte) 0);
            });
        }
        return contents;
    }

    private Map<ContentScope, byte[]> read(ClientId client, HoldId hold, Collection<ContentScope> scopes) {
        return scopes.isEmpty()
                ? Map.of()
                : database.read(connection -> EscrowTable.select(connection, client, hold, scopes));
    }

    int release(Connection transaction, ClientId client, HoldId hold) throws SQLException {
        return EscrowTable.release(transaction, client, hold, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    int count(ClientId client, HoldId hold) {
        return database.read(connection -> EscrowTable.count(connection, client, hold));
    }
}
