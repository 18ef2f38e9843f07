package org.lethe.keyring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyKind;

/// Keys that are there or not, without bytes, database or root key: for tests of decisions. [Keyring] and this answer
/// to one suite. It has no transactions: what is executed is done.
public final class KeyDestroyerInMemory implements KeyDestroyer {
    /// When all keys of it are destroyed.
    public static final Instant DESTROYED_AT = Instant.parse("2026-11-21T12:00:00Z");

    private final Map<KeyName, String> living = new HashMap<>();
    private final Map<KeyName, Tombstone> tombstones = new HashMap<>();
    private final Map<HoldId, Set<ContentScope>> escrows = new HashMap<>();
    private final List<ConsumerId> forgotten = new ArrayList<>();
    private final Set<ConsumerId> followed = new HashSet<>();

    /// Mints what content of this scope is sealed under; what is there stays.
    public KeyDestroyerInMemory mint(ContentScope scope) {
        keys(scope).forEach(this::mint);
        return this;
    }

    /// Mints one key.
    ///
    /// @return its fingerprint
    public String mint(ClientId client, KeyKind kind, String naturalKey) {
        return mint(KeyName.given(client, kind, naturalKey));
    }

    private String mint(KeyName name) {
        if (!name.isClientKey()) {
            mint(name.wrappedBy());
        }
        return tombstones.containsKey(name) ? null : living.computeIfAbsent(name, KeyDestroyerInMemory::fingerprint);
    }

    /// What a hold's escrow has; nothing after its release.
    public Set<ContentScope> escrowed(HoldId hold) {
        return Set.copyOf(escrows.getOrDefault(hold, Set.of()));
    }

    /// Whose identifiers were taken out of the index.
    public List<ConsumerId> forgotten() {
        return forgotten;
    }

    /// Who is followed for a hold after their erasure.
    public Set<ConsumerId> followed() {
        return followed;
    }

    private static Stream<KeyName> keys(ContentScope scope) {
        return Stream.of(scope.consumerKey(), scope.bucketKey(), scope.conversationKey());
    }

    private static String fingerprint(KeyName name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(name.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public KeyDestructions destruction(ClientId client, KeyKind kind, Collection<String> naturalKeys) {
        SortedSet<KeyName> names = new TreeSet<>();
        naturalKeys.forEach(naturalKey -> names.add(KeyName.given(client, kind, naturalKey)));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a destruction names at least one key");
        }
        return new Destructions(names);
    }

    private final class Destructions implements KeyDestructions {
        private final Map<KeyName, DestroyedKey> doomed = new LinkedHashMap<>();
        private final Map<KeyName, String> seen = new HashMap<>();
        private final Map<String, Tombstone> standing = new LinkedHashMap<>();
        private final Map<String, DestroyedKey> keys = new LinkedHashMap<>();

        private Destructions(SortedSet<KeyName> names) {
            for (KeyName name : names) {
                Tombstone tombstone = tombstones.get(name);
                if (tombstone == null) {
                    boolean unwrappable = living.containsKey(name.isClientKey() ? name : name.wrappedBy());
                    doomed.put(name, new DestroyedKey(name.kind(), unwrappable ? living.get(name) : null));
                    seen.put(name, living.get(name));
                } else {
                    standing.put(name.naturalKey(), tombstone);
                }
                keys.put(name.naturalKey(), tombstone == null ? doomed.get(name) : tombstone.key());
            }
        }

        @Override
        public Map<String, DestroyedKey> keys() {
            return keys;
        }

        @Override
        public Map<String, Tombstone> alreadyDestroyed() {
            return standing;
        }

        @Override
        public void execute(Connection transaction, EventId event, String reason) {
            Map<String, EventId> events = new HashMap<>();
            doomed.keySet().forEach(name -> events.put(name.naturalKey(), event));
            execute(transaction, events, reason);
        }

        @Override
        public void execute(Connection transaction, Map<String, EventId> events, String reason) {
            for (KeyName name : doomed.keySet()) {
                if (!events.containsKey(name.naturalKey())) {
                    throw new IllegalArgumentException("a " + name.kind() + " key to be destroyed has no event");
                }
                if (tombstones.containsKey(name)) {
                    throw new KeyAlreadyDestroyedException(tombstones.get(name));
                }
                if (living.containsKey(name) != (seen.get(name) != null)) {
                    throw new KeyChangedException(name.kind());
                }
            }
            doomed.forEach((name, key) -> {
                living.remove(name);
                tombstones.put(name, new Tombstone(key, reason, events.get(name.naturalKey()), DESTROYED_AT));
            });
        }

        @Override
        public void committed() {}
    }

    @Override
    public List<ContentScope> escrow(ClientId client, HoldId hold) {
        return List.copyOf(escrowed(hold));
    }

    @Override
    public Set<ContentScope> unreadable(Collection<ContentScope> scopes) {
        return scopes.stream()
                .filter(scope -> keys(scope).anyMatch(tombstones::containsKey))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Escrow prepareEscrow(ClientId client, HoldId hold, Collection<ContentScope> scopes, Keepers others) {
        if (!scopes.stream().allMatch(scope -> scope.client().equals(client))) {
            throw new IllegalArgumentException("an escrow holds content of one client");
        }
        Set<ContentScope> wrapped = new HashSet<>();
        Set<ContentScope> handedOn = new HashSet<>();
        Set<ContentScope> standing = new HashSet<>();
        Map<ContentScope, Tombstone> dead = new HashMap<>();
        for (ContentScope scope : scopes) {
            Tombstone tombstone = keys(scope)
                    .filter(tombstones::containsKey)
                    .map(tombstones::get)
                    .findFirst()
                    .orElse(null);
            if (tombstone != null && escrowed(hold).contains(scope)) {
                standing.add(scope);
            } else if (tombstone != null
                    && others.of(scope).stream()
                            .anyMatch(other -> escrowed(other).contains(scope))) {
                handedOn.add(scope);
            } else if (tombstone != null) {
                dead.put(scope, tombstone);
            } else if (keys(scope).allMatch(living::containsKey)) {
                wrapped.add(scope);
            } else {
                throw new UnknownKeyException("a key of a scope to be held is not there");
            }
        }
        if (!wrapped.isEmpty() || !handedOn.isEmpty() || !standing.isEmpty()) {
            KeyName holdKey = KeyName.of(client, hold);
            if (tombstones.containsKey(holdKey)) {
                throw new KeyDestroyedException(tombstones.get(holdKey));
            }
            mint(holdKey);
        }
        InMemoryEscrow escrow = new InMemoryEscrow(hold, wrapped, handedOn, standing, dead);
        escrow.store();
        return escrow;
    }

    private final class InMemoryEscrow implements Escrow {
        private final HoldId hold;
        private final Set<ContentScope> wrapped;
        private final Set<ContentScope> handedOn;
        private final Set<ContentScope> standing;
        private final Map<ContentScope, Tombstone> dead;

        private InMemoryEscrow(
                HoldId hold,
                Set<ContentScope> wrapped,
                Set<ContentScope> handedOn,
                Set<ContentScope> standing,
                Map<ContentScope, Tombstone> dead) {
            this.hold = hold;
            this.wrapped = wrapped;
            this.handedOn = handedOn;
            this.standing = standing;
            this.dead = dead;
        }

        @Override
        public HoldId hold() {
            return hold;
        }

        @Override
        public int contents() {
            return wrapped.size() + handedOn.size() + standing.size();
        }

        @Override
        public Map<ContentScope, Tombstone> alreadyDestroyed() {
            return dead;
        }

        private void store() {
            if (contents() > 0) {
                Set<ContentScope> escrow = escrows.computeIfAbsent(hold, any -> new HashSet<>());
                escrow.addAll(wrapped);
                escrow.addAll(handedOn);
            }
        }
    }

    @Override
    public int releaseEscrow(ClientId client, HoldId hold) {
        Set<ContentScope> released = escrows.remove(hold);
        return released == null ? 0 : released.size();
    }

    @Override
    public void forget(Connection transaction, ClientId client, ConsumerId consumer, boolean held) {
        forgotten.add(consumer);
        if (held) {
            followed.add(consumer);
        }
    }

    @Override
    public void forget(Connection transaction, ClientId client, Collection<ConsumerId> consumers) {
        forgotten.addAll(consumers);
    }

    /// All have identifiers, until they are forgotten.
    @Override
    public Set<ConsumerId> known(ClientId client, Collection<ConsumerId> consumers) {
        Set<ConsumerId> known = new HashSet<>(consumers);
        forgotten.forEach(known::remove);
        return known;
    }

    @Override
    public Set<ConsumerId> inEscrow(ClientId client, Collection<ConsumerId> consumers) {
        return escrows.values().stream()
                .flatMap(Set::stream)
                .map(ContentScope::consumer)
                .filter(consumers::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void stopFollowing(Connection transaction, ClientId client, Collection<ConsumerId> stillNamed) {
        followed.retainAll(stillNamed);
    }
}
