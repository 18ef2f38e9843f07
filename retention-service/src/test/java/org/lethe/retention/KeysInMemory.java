package org.lethe.retention;

import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.Reaction;

/// Stands where transcript-service stands: answers orders by saying that keys are destroyed, once for each, and leaves
/// what a hold keeps.
final class KeysInMemory implements Reaction {
    private static final Criteria.Types HOLDS = Criteria.types(LegalHoldPlaced.class, LegalHoldReleased.class);
    private static final Criteria.Types DESTROYED = Criteria.types(BucketKeyDestroyed.class);

    private final Commands commands;
    private final Clock clock;

    record Destroy(ClientId client, Bucket bucket, EventId order) implements Command<Done> {}

    record DestroyClient(ClientId client, EventId order) implements Command<Done> {}

    record Done() {}

    KeysInMemory(Commands commands, Clock clock) {
        this.commands = commands;
        this.clock = clock;
        commands.handle(Destroy.class, this::destroy);
        commands.handle(DestroyClient.class, this::destroyClient);
    }

    private Done destroy(Destroy command, Decision decision) {
        EventTag tag = EventTag.bucket(command.client(), command.bucket());
        List<Sourced> events = decision.source(EventCriteria.either(
                Criteria.of(EventTag.HOLDS_OF, command.client(), HOLDS),
                Criteria.of(tag.key(), tag.value(), DESTROYED)));
        boolean held =
                scopes(events).stream().anyMatch(scope -> !scope.namesContent() && scope.covers(command.bucket()));
        boolean gone = events.stream().anyMatch(event -> event.event() instanceof BucketKeyDestroyed);
        if (!held && !gone) {
            decision.append(
                    command.client(),
                    new BucketKeyDestroyed(
                            command.client(),
                            command.bucket(),
                            new DestroyedKey(
                                    KeyKind.BUCKET, fingerprint(command.bucket().hashCode())),
                            command.order(),
                            List.of(),
                            clock.instant()),
                    clock.instant());
        }
        return new Done();
    }

    private Done destroyClient(DestroyClient command, Decision decision) {
        List<Sourced> events = decision.source(Criteria.of(EventTag.HOLDS_OF, command.client(), HOLDS));
        if (scopes(events).isEmpty()) {
            for (int shard = 0; shard < 2; shard++) {
                decision.append(
                        command.client(),
                        new KeyDestroyed(
                                new DestroyedKey(KeyKind.CLIENT, fingerprint(shard)),
                                command.client().toString(),
                                command.order()),
                        clock.instant());
            }
        }
        return new Done();
    }

    private static List<HoldScope> scopes(List<Sourced> events) {
        Set<HoldId> released = new HashSet<>();
        List<LegalHoldPlaced> placed = new ArrayList<>();
        for (Sourced sourced : events) {
            if (sourced.event() instanceof LegalHoldReleased end) {
                released.add(end.hold());
            } else if (sourced.event() instanceof LegalHoldPlaced begin) {
                placed.add(begin);
            }
        }
        return placed.stream()
                .filter(hold -> !released.contains(hold.hold()))
                .map(LegalHoldPlaced::scope)
                .toList();
    }

    private static String fingerprint(int number) {
        return HexFormat.of().toHexDigits(number).repeat(8);
    }

    @Override
    public String name() {
        return "keys-in-memory";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(ExpiryOrdered.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) {
        for (Sourced sourced : events) {
            ExpiryOrdered order = (ExpiryOrdered) sourced.event();
            for (Bucket bucket : order.buckets()) {
                commands.sendAndWait(new Destroy(order.client(), bucket, sourced.id()));
            }
            if (order.wholeClient()) {
                commands.sendAndWait(new DestroyClient(order.client(), sourced.id()));
            }
        }
    }
}
