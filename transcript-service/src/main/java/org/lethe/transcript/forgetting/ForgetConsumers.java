package org.lethe.transcript.forgetting;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.LogReader;
import org.lethe.eventlog.StoredEvent;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.KeyDestroyer;
import org.lethe.keyring.KeyDestructions;
import org.lethe.keyring.Tombstone;
import org.lethe.transcript.escrow.ContentCameMeanwhileException;
import org.lethe.transcript.escrow.ContentInLog;
import org.lethe.transcript.escrow.HoldsInForce;
import org.lethe.web.Moments;

/// Forget those of the consumers of whom nothing can be read any more by anybody: what leads to them goes, and their
/// key, in the commit that says so. The log says what there was of them and the keyring what of it opens. What comes in
/// meanwhile, and a hold that is placed meanwhile, make it be decided anew.
record ForgetConsumers(ClientId client, Set<ConsumerId> consumers) implements Command<ForgetConsumers.Forgotten> {
    /// How long a conversation in which nothing was said yet counts as something: its first message is on its way.
    private static final Duration BEGINNING = Duration.ofDays(1);

    private static final List<String> OPENED = EventTypes.names(ConversationOpened.class);

    ForgetConsumers {
        consumers = Set.copyOf(consumers);
    }

    /// @param consumers who is forgotten now
    /// @param destruction absent where nobody is
    record Forgotten(Set<ConsumerId> consumers, List<KeyDestructions> destruction) {
        void committed() {
            destruction.forEach(KeyDestructions::committed);
        }
    }

    Forgotten decide(LogReader log, KeyDestroyer keys, Moments moments, Decision decision) {
        HoldsInForce holds = HoldsInForce.of(decision.source(HoldsInForce.criteria(client)));
        long seenUpTo = log.head();
        ContentInLog content = new ContentInLog(client, log);
        Set<ContentScope> found = content.ofConsumers(consumers);
        Instant at = moments.now();
        Set<ConsumerId> going = new HashSet<>(keys.known(client, consumers));
        going.removeAll(holds.consumers());
        going.removeAll(keys.inEscrow(client, consumers));
        readable(keys, found).forEach(scope -> going.remove(scope.consumer()));
        going.removeAll(beginning(log, found, at));
        if (going.isEmpty()) {
            return new Forgotten(Set.of(), List.of());
        }
        KeyDestructions destruction = keys.destruction(
                client,
                KeyKind.CONSUMER,
                going.stream().map(ConsumerId::toString).toList());
        going.removeIf(consumer -> destruction.alreadyDestroyed().containsKey(consumer.toString()));
        if (going.isEmpty()) {
            return new Forgotten(Set.of(), List.of());
        }
        Map<String, EventId> events = new TreeMap<>();
        going.forEach(consumer -> events.put(consumer.toString(), EventId.random()));
        events.forEach((consumer, event) -> decision.append(
                event,
                LogEntry.of(
                        client,
                        new ConsumerForgotten(
                                ConsumerId.parse(consumer),
                                Objects.requireNonNull(destruction.keys().get(consumer)),
                                at)),
                at));
        decision.attach(transaction -> {
            requireNothingNew(log, transaction, content, seenUpTo, going);
            destruction.execute(transaction, events, Tombstone.FORGOTTEN);
            keys.forget(transaction, client, going);
        });
        return new Forgotten(going, List.of(destruction));
    }

    private static Set<ContentScope> readable(KeyDestroyer keys, Set<ContentScope> found) {
        Set<ContentScope> readable = new HashSet<>(found);
        readable.removeAll(keys.unreadable(found));
        return readable;
    }

    /// Who began a conversation less than [#BEGINNING] ago, by its own time or by ours, in which nothing is yet.
    private Set<ConsumerId> beginning(LogReader log, Set<ContentScope> found, Instant now) {
        Set<ConversationId> spoken = new HashSet<>();
        found.forEach(scope -> spoken.add(scope.conversation()));
        List<Tag> tags = new ArrayList<>();
        consumers.forEach(consumer -> tags.add(new Tag(EventTag.CONSUMER, consumer.toString())));
        Map<ConversationId, ConsumerId> beginning = new HashMap<>();
        Instant since = now.minus(BEGINNING);
        for (StoredEvent stored : log.facts(tags, OPENED)) {
            if (stored.event() instanceof ConversationOpened opened
                    && (opened.openedAt().isAfter(since) || stored.recordedAt().isAfter(since))) {
                beginning.put(opened.conversation(), opened.consumer());
            }
        }
        beginning.keySet().removeAll(spoken);
        return Set.copyOf(beginning.values());
    }

    private void requireNothingNew(
            LogReader log, Connection transaction, ContentInLog content, long seenUpTo, Set<ConsumerId> going) {
        List<StoredEvent> newer = log.factsSince(transaction, client, seenUpTo, ContentInLog.types());
        boolean came = newer.stream()
                        .anyMatch(stored -> stored.event() instanceof ConversationOpened opened
                                && going.contains(opened.consumer()))
                || content.of(newer, transaction).stream().anyMatch(scope -> going.contains(scope.consumer()));
        if (came) {
            throw new ContentCameMeanwhileException();
        }
    }
}
