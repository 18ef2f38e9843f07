package org.lethe.keyring;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.HoldId;

/// What holds keep: content keys under the hold's H.
final class Escrows {
    private final KeyDatabase database;
    private final LeasedKeys keys;
    private final ContentKeys contentKeys;
    private final Unwrapper unwrapper;
    private final Clock clock;

    Escrows(KeyDatabase database, LeasedKeys keys, ContentKeys contentKeys, Unwrapper unwrapper, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.contentKeys = contentKeys;
        this.unwrapper = unwrapper;
        this.clock = clock;
    }

    Escrow prepare(ClientId client, HoldId hold, Collection<ContentScope> scopes, Keepers keepers) {
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
        Set<ContentScope> standing = standing(client, hold, dead.keySet());
        dead.keySet().removeAll(standing);
        Map<ContentScope, ContentKey> handedOn = find(dead.keySet(), keepers);
        dead.keySet().removeAll(handedOn.keySet());
        Map<ContentScope, byte[]> wrapped = new LinkedHashMap<>();
        if (!living.isEmpty() || !handedOn.isEmpty() || !standing.isEmpty()) {
            byte[] holdKey = holdKey(client, hold);
            wrap(holdKey, hold, living, wrapped);
            wrap(holdKey, hold, handedOn, wrapped);
        }
        PreparedEscrow prepared =
                new PreparedEscrow(client, hold, wrapped, Set.copyOf(living.keySet()), standing, dead, clock);
        if (prepared.contents() > 0) {
            database.write(connection -> {
                prepared.execute(connection);
                return prepared.contents();
            });
        }
        return prepared;
    }

    private Set<ContentScope> standing(ClientId client, HoldId hold, Collection<ContentScope> scopes) {
        return read(client, Set.of(hold), scopes).stream()
                .map(EscrowTable.Held::scope)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void wrap(
            byte[] holdKey, HoldId hold, Map<ContentScope, ContentKey> contents, Map<ContentScope, byte[]> wrapped) {
        contents.forEach((scope, contentKey) -> {
            byte[] derived = contentKey.derived();
            wrapped.put(scope, Wrapping.wrapEscrow(holdKey, hold, scope, derived));
            Arrays.fill(derived, (byte) 0);
        });
    }

    private byte[] holdKey(ClientId client, HoldId hold) {
        KeyName name = KeyName.of(client, hold);
        return switch (keys.findOrMint(Set.of(name)).get(name)) {
            case HeldKey.Live live -> live.bytes();
            case HeldKey.Dead destroyed -> throw new KeyDestroyedException(destroyed.tombstone());
            case null -> throw new UnknownKeyException("the hold's key was minted and is not there");
        };
    }

    /// The content keys that the escrows of those holds have; none where H is destroyed.
    Map<ContentScope, ContentKey> find(Collection<ContentScope> scopes, Keepers keepers) {
        Map<ContentScope, ContentKey> found = new HashMap<>();
        scopes.stream()
                .collect(Collectors.groupingBy(ContentScope::client))
                .forEach((client, own) -> find(client, own, keepers, found));
        return found;
    }

    /// A hold that ends hands on what it kept in the commit that destroys its H, and leaves its rows for a while: who
    /// met rows of before and keys of after looks again, until a look finds no other rows than the one before.
    private void find(
            ClientId client, Collection<ContentScope> scopes, Keepers keepers, Map<ContentScope, ContentKey> found) {
        Map<ContentScope, List<HoldId>> asked = HashMap.newHashMap(scopes.size());
        scopes.forEach(scope -> asked.put(scope, keepers.of(scope)));
        Map<ContentScope, Set<HoldId>> before = Map.of();
        while (true) {
            Map<ContentScope, Set<HoldId>> orphaned = unwrap(client, asked, found);
            if (orphaned.isEmpty() || orphaned.equals(before)) {
                return;
            }
            asked.keySet().retainAll(orphaned.keySet());
            before = orphaned;
        }
    }

    /// @param asked in whose escrows to look
    /// @return what stands under keys H alone that are no more, and of which holds they were
    private Map<ContentScope, Set<HoldId>> unwrap(
            ClientId client, Map<ContentScope, List<HoldId>> asked, Map<ContentScope, ContentKey> found) {
        Set<HoldId> holds = asked.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        if (holds.isEmpty()) {
            return Map.of();
        }
        List<EscrowTable.Held> rows = read(client, holds, asked.keySet());
        Map<KeyName, HeldKey> holdKeys = keys.find(
                rows.stream().map(row -> KeyName.of(client, row.hold())).collect(Collectors.toUnmodifiableSet()));
        Map<ContentScope, Set<HoldId>> orphaned = new HashMap<>();
        for (EscrowTable.Held row : rows) {
            if (!asked.getOrDefault(row.scope(), List.of()).contains(row.hold())) {
                continue;
            }
            if (holdKeys.get(KeyName.of(client, row.hold())) instanceof HeldKey.Live holdKey) {
                byte[] derived = unwrapper.unwrapEscrow(holdKey.bytes(), row.hold(), row.scope(), row.wrapped());
                found.putIfAbsent(row.scope(), ContentKey.of(row.scope(), derived));
                Arrays.fill(derived, (byte) 0);
            } else {
                orphaned.computeIfAbsent(row.scope(), _ -> new HashSet<>()).add(row.hold());
            }
        }
        orphaned.keySet().removeAll(found.keySet());
        return orphaned;
    }

    private List<EscrowTable.Held> read(ClientId client, Collection<HoldId> holds, Collection<ContentScope> scopes) {
        return scopes.isEmpty()
                ? List.of()
                : database.read(connection -> EscrowTable.select(connection, client, holds, scopes));
    }

    /// What lies in a hold's escrow.
    List<ContentScope> scopes(ClientId client, HoldId hold) {
        return database.read(connection -> EscrowTable.scopes(connection, client, hold));
    }

    /// Of whom something is kept that a hold's key opens.
    Set<ConsumerId> keptOf(ClientId client, Collection<ConsumerId> consumers) {
        return consumers.isEmpty()
                ? Set.of()
                : database.read(connection -> EscrowTable.keptOf(connection, client, consumers));
    }

    Set<ConsumerId> everKeptOf(ClientId client, HoldId hold) {
        return database.read(connection -> EscrowTable.everKeptOf(connection, client, hold));
    }

    /// Those of the scopes that their own keys don't open any more.
    Set<ContentScope> unreadable(Collection<ContentScope> scopes) {
        Set<ContentScope> dead = new HashSet<>();
        contentKeys.find(scopes).forEach((scope, answer) -> {
            if (answer instanceof ContentKeys.Answer.Dead) {
                dead.add(scope);
            }
        });
        return dead;
    }

    int release(ClientId client, HoldId hold) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        int released = 0;
        for (int some;
                (some = database.write(connection -> EscrowTable.release(connection, client, hold, now))) > 0; ) {
            released += some;
        }
        return released;
    }

    int count(ClientId client, HoldId hold) {
        return database.read(connection -> EscrowTable.count(connection, client, hold));
    }
}
