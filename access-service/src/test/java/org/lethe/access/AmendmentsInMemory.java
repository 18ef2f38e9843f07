package org.lethe.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.DisagreementRecorded;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.MessageCorrected;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.contracts.RequestId;
import org.lethe.service.subjects.MessageAmendments;
import org.lethe.web.NotFoundException;

/// Messages by the client's ids of them; what is done with one it puts into the log as transcript-service would.
final class AmendmentsInMemory implements MessageAmendments {
    private static final Instant AT = Instant.parse("2026-11-19T10:00:00Z");

    private final Map<String, ConsumerId> messages = new LinkedHashMap<>();
    private final Map<RequestId, Amended> done = new LinkedHashMap<>();
    private final List<HoldId> holds = new ArrayList<>();
    private BiConsumer<ClientId, Event> log = (client, event) -> {};

    void writesTo(BiConsumer<ClientId, Event> to) {
        log = to;
    }

    void knows(String message, ConsumerId consumer) {
        messages.put(message, consumer);
    }

    void forgets(String message) {
        messages.remove(message);
    }

    void isHeldBy(HoldId hold) {
        holds.add(hold);
    }

    @Override
    public ConsumerId consumerOf(Target target) {
        return Optional.ofNullable(messages.get(target.messageId())).orElseThrow(NotFoundException::new);
    }

    @Override
    public synchronized Amended correct(Target target, String text) {
        Amended before = done.get(target.request());
        if (before != null) {
            return before;
        }
        MessageId message = new MessageId(UUID.randomUUID());
        ConsumerId consumer = consumerOf(target);
        log.accept(
                target.client(),
                new MessageCorrected(
                        target.conversation(),
                        consumer,
                        message,
                        new Channel("web"),
                        AT,
                        target.request(),
                        target.by()));
        return amended(target, message, consumer, List.of());
    }

    @Override
    public synchronized Amended disagree(Target target, String statement) {
        Amended before = done.get(target.request());
        if (before != null) {
            return before;
        }
        MessageId message = new MessageId(UUID.randomUUID());
        ConsumerId consumer = consumerOf(target);
        log.accept(
                target.client(),
                new DisagreementRecorded(
                        target.conversation(),
                        consumer,
                        message,
                        new Channel("web"),
                        AT,
                        target.request(),
                        target.by()));
        return amended(target, message, consumer, List.of());
    }

    @Override
    public synchronized Amended redact(Target target, @Nullable String reason, List<Span> spans) {
        Amended before = done.get(target.request());
        if (before != null) {
            return before;
        }
        MessageId message = new MessageId(UUID.randomUUID());
        ConsumerId consumer = consumerOf(target);
        EventId order = EventId.random();
        ConversationId conversation = target.conversation();
        log.accept(
                target.client(),
                holds.isEmpty()
                        ? new MessageScrubbed(conversation, message, order, List.of(7L), target.request(), AT)
                        : new MessageScrubDeferred(conversation, message, order, List.copyOf(holds), target.request()));
        return amended(target, message, consumer, holds);
    }

    private Amended amended(Target target, MessageId message, ConsumerId consumer, List<HoldId> keeping) {
        Amended amended = new Amended(message, consumer, AT, List.copyOf(keeping), List.of(), 1, 1);
        done.put(Objects.requireNonNull(target.request()), amended);
        return amended;
    }
}
