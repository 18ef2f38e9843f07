package org.lethe.transcript.expiry;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.keyring.KeyDestroyer;
import org.lethe.keyring.KeyDestructions;
import org.lethe.keyring.Keyring;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.web.Moments;

/// Destroy all keys K of a client that left, in one commit: nothing of it can be read any more. Not while a hold of the
/// client is in force.
///
/// @param order the `ExpiryOrdered` that wants it
record DestroyClientKeys(ClientId client, EventId order) implements Command<DestroyBuckets.Destroyed> {
    private static final String REASON = "account-end";
    private static final List<String> SHARDS = IntStream.range(0, Keyring.CLIENT_KEY_SHARDS)
            .mapToObj(Integer::toString)
            .toList();

    DestroyBuckets.Destroyed decide(KeyDestroyer keys, ExpiryStep.Listener steps, Moments moments, Decision decision) {
        if (!HoldsInForce.of(decision.source(HoldsInForce.criteria(client))).isEmpty()) {
            return new DestroyBuckets.Destroyed(List.of());
        }
        KeyDestructions destruction = keys.destruction(client, KeyKind.CLIENT, SHARDS);
        Map<String, EventId> events = new HashMap<>();
        Instant at = moments.now();
        destruction.keys().forEach((shard, key) -> {
            if (!destruction.alreadyDestroyed().containsKey(shard)) {
                EventId event = EventId.random();
                events.put(shard, event);
                decision.append(event, LogEntry.of(client, new KeyDestroyed(key, client + "/" + shard, order)), at);
            }
        });
        if (events.isEmpty()) {
            return new DestroyBuckets.Destroyed(List.of());
        }
        decision.attach(transaction -> {
            destruction.execute(transaction, events, REASON);
            steps.reached(ExpiryStep.DESTROYED);
        });
        return new DestroyBuckets.Destroyed(List.of(destruction));
    }
}
