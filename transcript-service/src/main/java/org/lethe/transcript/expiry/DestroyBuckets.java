package org.lethe.transcript.expiry;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Escrowed;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.LogReader;
import org.lethe.keyring.KeyDestroyer;
import org.lethe.keyring.KeyDestructions;
import org.lethe.transcript.escrow.Evidence;
import org.lethe.transcript.escrow.HoldEscrow;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.web.Moments;

/// Destroy the keys of buckets whose period has passed: all of them in one commit, but for those that a hold keeps
/// whole and those that are destroyed already. What holds keep of them goes into escrow in that commit.
///
/// @param order the `ExpiryOrdered` that wants it
record DestroyBuckets(ClientId client, EventId order, List<Bucket> buckets)
        implements Command<DestroyBuckets.Destroyed> {
    private static final String REASON = "expiry";

    /// @param destruction absent where there was nothing to destroy
    record Destroyed(List<KeyDestructions> destruction) {
        void committed() {
            destruction.forEach(KeyDestructions::committed);
        }
    }

    Destroyed decide(LogReader log, KeyDestroyer keys, ExpiryStep.Listener steps, Moments moments, Decision decision) {
        List<Sourced> sourced =
                decision.source(EventCriteria.either(HoldsInForce.criteria(client), Evidence.criteria(client)));
        HoldsInForce holds = HoldsInForce.of(sourced).with(Evidence.of(sourced));
        Map<String, Bucket> due = new HashMap<>();
        for (Bucket bucket : buckets) {
            if (!holds.keepWhole(bucket)) {
                due.put(bucket.wireName(), bucket);
            }
        }
        if (due.isEmpty()) {
            return new Destroyed(List.of());
        }
        KeyDestructions destruction = keys.destruction(client, KeyKind.BUCKET, due.keySet());
        due.keySet().removeAll(destruction.alreadyDestroyed().keySet());
        if (due.isEmpty()) {
            return new Destroyed(List.of());
        }
        Set<Bucket> going = Set.copyOf(due.values());
        HoldEscrow escrow = HoldEscrow.ofBuckets(log, keys, client, holds, going);
        Map<Bucket, List<Escrowed>> escrowed = escrow.escrowedByBucket();
        Map<String, EventId> events = new HashMap<>();
        Instant at = moments.now(); // of the deed: looking for what is held may have taken its time
        due.forEach((name, bucket) -> {
            EventId event = EventId.random();
            events.put(name, event);
            decision.append(
                    event,
                    LogEntry.of(
                            client,
                            new BucketKeyDestroyed(
                                    client,
                                    bucket,
                                    Objects.requireNonNull(destruction.keys().get(name)),
                                    order,
                                    escrowed.getOrDefault(bucket, List.of()),
                                    at)),
                    at);
        });
        decision.attach(transaction -> {
            escrow.requireNothingNew(transaction);
            destruction.execute(transaction, events, REASON);
            steps.reached(ExpiryStep.DESTROYED);
        });
        return new Destroyed(List.of(destruction));
    }
}
