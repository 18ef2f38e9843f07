package org.lethe.keyring;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.sql.Sql;

/// Finds consumers by what they are known by. Only keyed one-way hashes are stored; the rows go with the consumer, so
/// the same person coming back after an erasure is somebody new.
public final class ConsumerIndex {
    private static final int ATTEMPTS = 20; // each needs somebody else to have linked one of the identifiers meanwhile

    private final KeyDatabase database;
    private final BlindIndexKeys blindIndexKeys;

    ConsumerIndex(KeyDatabase database, BlindIndexKeys blindIndexKeys) {
        this.database = database;
        this.blindIndexKeys = blindIndexKeys;
    }

    /// What identifiers lead to; an unknown one has no entry.
    ///
    /// @param consumers who is known by them
    /// @param held who was, and was erased under a legal hold that follows the person
    public record Found(Map<Identifier, ConsumerId> consumers, Map<Identifier, Set<ConsumerId>> held) {
        /// Whom holds name who were known by one of these, other than this consumer.
        public Set<ConsumerId> formerly(ConsumerId consumer, Collection<Identifier> identifiers) {
            if (held.isEmpty()) {
                return Set.of();
            }
            Set<ConsumerId> formerly = new HashSet<>();
            identifiers.forEach(identifier -> formerly.addAll(held.getOrDefault(identifier, Set.of())));
            formerly.remove(consumer);
            return formerly;
        }
    }

    /// Who the known ones of these lead to.
    public Found find(ClientId client, Collection<Identifier> identifiers) {
        Map<Identifier, Spellings> spellings = spellings(client, identifiers);
        BlindIndexTable.Known known = links(client, Spellings.indexes(spellings.values()));
        Map<Identifier, ConsumerId> consumers = new HashMap<>();
        Map<Identifier, Set<ConsumerId>> held = new HashMap<>();
        spellings.forEach((identifier, spelling) -> {
            spelling.living(known.living()).ifPresent(consumer -> consumers.put(identifier, consumer));
            Set<ConsumerId> formerly = spelling.held(known.held());
            if (!formerly.isEmpty()) {
                held.put(identifier, formerly);
            }
        });
        return new Found(consumers, held);
    }

    /// Who a person is.
    ///
    /// @param taken those of the identifiers that lead to somebody else
    public record Match(ConsumerId consumer, Set<Identifier> taken) {
        /// The consumer that the first of these leads to.
        ///
        /// @param known where each of them leads
        public static Match of(List<Identifier> person, Map<Identifier, ConsumerId> known) {
            ConsumerId consumer = Objects.requireNonNull(known.get(person.getFirst()));
            Set<Identifier> taken = new LinkedHashSet<>(person);
            taken.removeIf(identifier -> consumer.equals(known.get(identifier)));
            return new Match(consumer, taken);
        }
    }

    /// For each person the consumer that the first known identifier leads to, else a new one. Unknown
    /// identifiers of that person are linked to it; where one of the others leads to somebody else, none is.
    /// Concurrent callers agree.
    ///
    /// @param persons each a non-empty list of identifiers, the strongest first
    public List<Match> resolve(ClientId client, List<List<Identifier>> persons) {
        Map<Identifier, Spellings> spellings =
                spellings(client, persons.stream().flatMap(List::stream).toList());
        List<ByteBuffer> indexes = Spellings.indexes(spellings.values());
        Resolution atHand =
                Resolution.of(persons, spellings, links(client, indexes).living());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (atHand.newLinks().isEmpty()) {
                return atHand.matches();
            }
            Optional<Resolution> linked = database.write(connection -> {
                Resolution locked =
                        Resolution.of(persons, spellings, BlindIndexTable.lock(connection, client, indexes));
                int inserted = BlindIndexTable.insert(connection, client, locked.newLinks());
                return inserted == locked.newLinks().size() ? Optional.of(locked) : takeBack(connection);
            });
            if (linked.isPresent()) {
                return linked.get().matches();
            }
        }
        throw new KeyringException("identifiers kept being linked by others through " + ATTEMPTS + " attempts");
    }

    // Somebody linked one of them in between; theirs is visible to the next attempt.
    private static Optional<Resolution> takeBack(Connection connection) throws SQLException {
        connection.rollback();
        return Optional.empty();
    }

    /// Links identifiers to a consumer: all of them, or none.
    ///
    /// @return those that lead to another consumer already; where there are any, nothing was changed
    /// @throws KeyDestroyedException if the consumer was erased
    public Set<Identifier> link(ClientId client, ConsumerId consumer, Collection<Identifier> identifiers) {
        Map<Identifier, Spellings> spellings = spellings(client, identifiers);
        List<ByteBuffer> indexes = Spellings.indexes(spellings.values());
        return database.write(connection -> {
            refuseErased(connection, client, consumer);
            Map<ByteBuffer, BlindIndexTable.Link> before =
                    BlindIndexTable.select(connection, client, indexes).living();
            Map<ByteBuffer, ConsumerId> wanted = new TreeMap<>();
            spellings.values().stream()
                    .filter(spelling -> spelling.living(before).isEmpty())
                    .forEach(spelling -> wanted.put(spelling.own(), consumer));
            BlindIndexTable.insert(connection, client, wanted);
            Map<ByteBuffer, BlindIndexTable.Link> known =
                    BlindIndexTable.select(connection, client, indexes).living();
            Set<Identifier> others = new HashSet<>();
            spellings.forEach((identifier, spelling) -> {
                if (!spelling.living(known).equals(Optional.of(consumer))) {
                    others.add(identifier);
                }
            });
            if (!others.isEmpty()) {
                connection.rollback();
            }
            return others;
        });
    }

    /// Which of these names were told before, as far as [#remember] was told of it.
    public Set<ToldName> remembered(ClientId client, Collection<ToldName> names) {
        if (names.isEmpty()) {
            return Set.of();
        }
        Map<ByteBuffer, ToldName> indexes = namesByIndex(client, names);
        Set<ToldName> remembered = new HashSet<>();
        links(client, indexes.keySet()).living().keySet().forEach(index -> remembered.add(indexes.get(index)));
        return remembered;
    }

    /// Keeps a keyed one-way hash of each, which goes with the consumer. An aid and no more: it may pass some over
    /// (somebody erased, a key that is locked at the moment), and those are told once more then.
    public void remember(ClientId client, Collection<ToldName> names) {
        Map<ByteBuffer, ConsumerId> links = new TreeMap<>(); // one order for all who insert
        namesByIndex(client, names).forEach((index, told) -> links.put(index, told.consumer()));
        if (!links.isEmpty()) {
            database.write(connection -> {
                BlindIndexTable.insertOfLiving(connection, client, links);
                return links.size();
            });
        }
    }

    private Map<ByteBuffer, ToldName> namesByIndex(ClientId client, Collection<ToldName> names) {
        byte[] key = blindIndexKeys.of(client);
        Map<ByteBuffer, ToldName> indexes = HashMap.newHashMap(names.size());
        names.forEach(told -> indexes.put(ByteBuffer.wrap(BlindIndex.of(key, told)), told));
        return indexes;
    }

    /// Removes all links to a consumer, inside the caller's transaction: part of an erasure.
    ///
    /// @param held whether a legal hold names them: it follows the person, so by what they are known is kept aside
    void forget(Connection transaction, ClientId client, ConsumerId consumer, boolean held) throws SQLException {
        if (held) {
            BlindIndexTable.hold(transaction, client, consumer);
        }
        forget(transaction, client, List.of(consumer));
    }

    /// Removes all links to these consumers, inside the caller's transaction.
    void forget(Connection transaction, ClientId client, Collection<ConsumerId> consumers) throws SQLException {
        BlindIndexTable.delete(transaction, client, consumers);
    }

    /// Those of the consumers to whom anything leads.
    Set<ConsumerId> known(ClientId client, Collection<ConsumerId> consumers) {
        return consumers.isEmpty()
                ? Set.of()
                : database.read(connection -> BlindIndexTable.known(connection, client, consumers));
    }

    /// Removes what led to anybody of a client whose keys are destroyed: nobody can ask for it any more.
    public void forgetAll(ClientId client) {
        database.write(connection -> {
            BlindIndexTable.deleteAll(connection, client);
            return client;
        });
    }

    /// Lets go of what was kept aside of all but these consumers, inside the caller's transaction.
    void release(Connection transaction, ClientId client, Collection<ConsumerId> stillHeld) throws SQLException {
        BlindIndexTable.release(transaction, client, stillHeld);
    }

    // A share lock on the row of S: an erasure under way goes first or waits, so no link is left behind it.
    private static void refuseErased(Connection connection, ClientId client, ConsumerId consumer) throws SQLException {
        KeyName name = KeyName.of(client, consumer);
        Sql.on(
                        connection,
                        "SELECT 1 FROM keyring.keys"
                                + " WHERE client_id = ? AND shard = ? AND kind = ? AND natural_key = ? FOR SHARE")
                .values(
                        client.value(),
                        (short) name.shard(),
                        (short) name.kind().code(),
                        name.naturalKey())
                .exists();
        KeyRow row = KeyTable.select(connection, Set.of(name)).get(name);
        if (row != null && row.tombstone() != null) {
            throw new KeyDestroyedException(row.tombstone());
        }
    }

    private BlindIndexTable.Known links(ClientId client, Collection<ByteBuffer> indexes) {
        return indexes.isEmpty()
                ? new BlindIndexTable.Known(Map.of(), Map.of())
                : database.read(connection -> BlindIndexTable.select(connection, client, indexes));
    }

    private Map<Identifier, Spellings> spellings(ClientId client, Collection<Identifier> identifiers) {
        byte[] key = blindIndexKeys.of(client);
        Map<Identifier, Spellings> spellings = HashMap.newHashMap(identifiers.size());
        for (Identifier identifier : identifiers) {
            spellings.merge(identifier, Spellings.of(key, identifier), Spellings::and);
        }
        return spellings;
    }

    /// The indexes of one identifier.
    ///
    /// @param own of the spelling that is written now
    /// @param asked in this order: its own, and before or after it those under which the first rules may
    /// have written it. These count only where a row is as old as that: they may be somebody else's today.
    private record Spellings(ByteBuffer own, List<ByteBuffer> asked) {
        static Spellings of(byte[] key, Identifier identifier) {
            return new Spellings(
                    index(key, identifier, identifier.value()),
                    identifier.spellings().stream()
                            .map(value -> index(key, identifier, value))
                            .toList());
        }

        private static ByteBuffer index(byte[] key, Identifier identifier, String value) {
            return ByteBuffer.wrap(BlindIndex.of(key, identifier.kind(), value));
        }

        static List<ByteBuffer> indexes(Collection<Spellings> all) {
            return all.stream()
                    .flatMap(spellings -> spellings.asked.stream())
                    .distinct()
                    .toList();
        }

        /// The same identifier, given in two ways.
        Spellings and(Spellings other) {
            return new Spellings(
                    own,
                    Stream.concat(asked.stream(), other.asked.stream())
                            .distinct()
                            .toList());
        }

        Optional<ConsumerId> living(Map<ByteBuffer, BlindIndexTable.Link> links) {
            return asked.stream()
                    .flatMap(index -> Stream.ofNullable(links.get(index)).filter(link -> counts(index, link)))
                    .map(BlindIndexTable.Link::consumer)
                    .findFirst();
        }

        Set<ConsumerId> held(Map<ByteBuffer, Set<BlindIndexTable.Link>> links) {
            return asked.stream()
                    .flatMap(index ->
                            links.getOrDefault(index, Set.of()).stream().filter(link -> counts(index, link)))
                    .map(BlindIndexTable.Link::consumer)
                    .collect(Collectors.toSet());
        }

        private boolean counts(ByteBuffer index, BlindIndexTable.Link link) {
            return link.isOld() || index.equals(own);
        }
    }

    /// Who each person is, and what has to be linked for that to be so.
    private record Resolution(List<Match> matches, Map<ByteBuffer, ConsumerId> newLinks) {

        static Resolution of(
                List<List<Identifier>> persons,
                Map<Identifier, Spellings> spellings,
                Map<ByteBuffer, BlindIndexTable.Link> links) {
            Map<ByteBuffer, ConsumerId> known = new HashMap<>();
            spellings
                    .values()
                    .forEach(spelling -> spelling.living(links).ifPresent(found -> known.put(spelling.own(), found)));
            List<Match> matches = new ArrayList<>(persons.size());
            Map<ByteBuffer, ConsumerId> newLinks = new TreeMap<>(); // one order for all who insert
            for (List<Identifier> person : persons) {
                if (person.isEmpty()) {
                    throw new IllegalArgumentException("a person needs at least one identifier");
                }
                List<ByteBuffer> own = person.stream()
                        .map(identifier -> own(identifier, spellings))
                        .toList();
                ConsumerId consumer = first(own, known, newLinks);
                Set<Identifier> taken = new LinkedHashSet<>(person);
                taken.removeIf(identifier -> {
                    ByteBuffer index = own(identifier, spellings);
                    return consumer.equals(known.getOrDefault(index, newLinks.getOrDefault(index, consumer)));
                });
                matches.add(new Match(consumer, taken));
                if (taken.isEmpty()) {
                    own.stream()
                            .filter(index -> !known.containsKey(index))
                            .forEach(index -> newLinks.put(index, consumer));
                }
            }
            return new Resolution(matches, newLinks);
        }

        private static ByteBuffer own(Identifier identifier, Map<Identifier, Spellings> spellings) {
            return Objects.requireNonNull(spellings.get(identifier)).own();
        }

        private static ConsumerId first(
                List<ByteBuffer> own, Map<ByteBuffer, ConsumerId> known, Map<ByteBuffer, ConsumerId> links) {
            for (ByteBuffer index : own) {
                ConsumerId consumer = known.getOrDefault(index, links.get(index));
                if (consumer != null) {
                    return consumer;
                }
            }
            return ConsumerId.random();
        }
    }
}
