package org.lethe.transcript.escrow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.HoldId;
import org.lethe.eventlog.LogReader;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Escrow;
import org.lethe.keyring.KeyDestroyer;

/// What holds keep of keys that are about to be destroyed. Found and wrapped beforehand, put into escrow in the
/// transaction of the destruction, and found once more in there: not a message that came in between is lost.
public final class HoldEscrow {

    /// Says which content each hold keeps.
    public interface Search extends Function<HeldContent, Map<HoldId, Set<ContentScope>>> {}

    private final ClientId client;
    private final LogReader log;
    private final Search search;
    private final Map<HoldId, Set<ContentScope>> found;
    private final List<Escrow> escrows;

    private HoldEscrow(
            ClientId client, LogReader log, Search search, Map<HoldId, Set<ContentScope>> found, List<Escrow> escrows) {
        this.client = client;
        this.log = log;
        this.search = search;
        this.found = found;
        this.escrows = escrows;
    }

    /// Looks for what holds keep and wraps its content keys; nothing is stored yet.
    public static HoldEscrow prepare(
            LogReader log, KeyDestroyer keys, ClientId client, HoldsInForce holds, Search search) {
        Map<HoldId, Set<ContentScope>> found = search.apply(new HeldContent(client, log::read));
        List<Escrow> escrows = new ArrayList<>(found.size());
        found.forEach((hold, scopes) -> escrows.add(keys.prepareEscrow(client, hold, scopes, holds.keepers())));
        escrows.sort(Comparator.comparing(escrow -> escrow.hold().value())); // two of us never wait in a circle
        return new HoldEscrow(client, log, search, found, escrows);
    }

    /// For the event: how much each hold keeps.
    public List<Escrowed> escrowed() {
        return escrows.stream()
                .filter(escrow -> escrow.contents() > 0)
                .map(escrow -> new Escrowed(escrow.hold(), escrow.contents()))
                .toList();
    }

    /// The same for each bucket. What was destroyed before, and is in no escrow, can't be kept and does not count.
    public Map<Bucket, List<Escrowed>> escrowedByBucket() {
        Map<Bucket, List<Escrowed>> byBucket = new HashMap<>();
        for (Escrow escrow : escrows) {
            Set<ContentScope> kept = new HashSet<>(found.getOrDefault(escrow.hold(), Set.of()));
            kept.removeAll(escrow.alreadyDestroyed().keySet());
            kept.stream()
                    .collect(Collectors.groupingBy(ContentScope::bucket, Collectors.counting()))
                    .forEach((bucket, contents) -> byBucket.computeIfAbsent(bucket, any -> new ArrayList<>())
                            .add(new Escrowed(escrow.hold(), Math.toIntExact(contents))));
        }
        return byBucket;
    }

    /// Call it before the destruction that it goes with, in the same transaction.
    ///
    /// @throws HeldContentChangedException if there is more to keep than was prepared; nothing is stored
    public void execute(Connection transaction) throws SQLException {
        HeldContent now = new HeldContent(client, (tag, types) -> log.read(transaction, tag, types));
        if (!search.apply(now).equals(found)) {
            throw new HeldContentChangedException();
        }
        for (Escrow escrow : escrows) {
            escrow.execute(transaction);
        }
    }
}
