package org.lethe.transcript.escrow;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.HoldId;
import org.lethe.eventlog.LogReader;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Escrow;
import org.lethe.keyring.KeyDestroyer;

/// What holds keep of keys that are about to be destroyed. Found and put into escrow beforehand; the transaction of the
/// destruction only looks at what came in since, so not a message is lost, and nobody waits for much.
public final class HoldEscrow {
    private final ContentInLog content;
    private final ClientId client;
    private final LogReader log;
    private final HoldsInForce holds;
    private final Predicate<ContentScope> going;
    private final long seenUpTo; // where the log stood before the search
    private final Map<HoldId, Set<ContentScope>> found;
    private final List<Escrow> escrows;

    /// @param going what is destroyed
    /// @param search finds at least that of what holds name
    private HoldEscrow(
            LogReader log,
            KeyDestroyer keys,
            ClientId client,
            HoldsInForce holds,
            Predicate<ContentScope> going,
            Function<ContentInLog, Set<ContentScope>> search) {
        this.content = new ContentInLog(client, log);
        this.client = client;
        this.log = log;
        this.holds = holds;
        this.going = going;
        this.seenUpTo = log.head();
        this.found = kept(holds.isEmpty() ? Set.of() : search.apply(content));
        this.escrows = new ArrayList<>(found.size());
        found.forEach((hold, scopes) -> escrows.add(keys.prepareEscrow(client, hold, scopes, holds.keepers())));
        escrows.sort(Comparator.comparing(escrow -> escrow.hold().value()));
    }

    /// What holds keep of everything of a consumer.
    public static HoldEscrow ofConsumer(
            LogReader log, KeyDestroyer keys, ClientId client, HoldsInForce holds, ConsumerId consumer) {
        return new HoldEscrow(
                log,
                keys,
                client,
                holds,
                scope -> scope.consumer().equals(consumer),
                content -> content.ofConsumers(Set.of(consumer)));
    }

    /// What holds keep of a conversation.
    public static HoldEscrow ofConversation(
            LogReader log, KeyDestroyer keys, ClientId client, HoldsInForce holds, ConversationId conversation) {
        return new HoldEscrow(
                log,
                keys,
                client,
                holds,
                scope -> scope.conversation().equals(conversation),
                content -> content.ofConversation(conversation));
    }

    /// What holds that name people or conversations keep of buckets.
    public static HoldEscrow ofBuckets(
            LogReader log, KeyDestroyer keys, ClientId client, HoldsInForce holds, Set<Bucket> buckets) {
        return new HoldEscrow(
                log,
                keys,
                client,
                holds,
                scope -> buckets.contains(scope.bucket()),
                content -> content.named(holds.scopes().values()));
    }

    private Map<HoldId, Set<ContentScope>> kept(Set<ContentScope> some) {
        Map<HoldId, Set<ContentScope>> kept = new HashMap<>();
        holds.scopes().forEach((hold, scope) -> {
            Set<ContentScope> covered = new HashSet<>();
            for (ContentScope one : some) {
                if (going.test(one) && HoldsInForce.covers(scope, one)) {
                    covered.add(one);
                }
            }
            if (!covered.isEmpty()) {
                kept.put(hold, covered);
            }
        });
        return kept;
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

    /// Call it in the transaction of the destruction, before it.
    ///
    /// @throws ContentCameMeanwhileException if more came in that a hold keeps; nothing is destroyed then
    public void requireNothingNew(Connection transaction) {
        if (holds.isEmpty()) {
            return;
        }
        Set<ContentScope> newer =
                content.of(log.factsSince(transaction, client, seenUpTo, ContentInLog.types()), transaction);
        kept(newer).forEach((hold, scopes) -> {
            if (!found.getOrDefault(hold, Set.of()).containsAll(scopes)) {
                throw new ContentCameMeanwhileException();
            }
        });
    }
}
