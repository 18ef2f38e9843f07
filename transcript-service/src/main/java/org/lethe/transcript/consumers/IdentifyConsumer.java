package org.lethe.transcript.consumers;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.ContentExpiredException;
import org.lethe.transcript.content.DestroyedBuckets;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.web.ClientOffboardedException;

/// Record that somebody is known now, or is known by more.
///
/// @param contact null where there is nothing new
record IdentifyConsumer(
        ClientId client,
        ConsumerId consumer,
        Channel channel,
        @Nullable SealedEvent<ConsumerIdentifiersLinked> contact,
        Arrival arrival,
        Instant at)
        implements Command<IdentifyConsumer.Identified> {
    private static final Criteria.Types CONSUMER =
            Criteria.types(ConsumerIdentified.class, ConsumerErased.class, ConsumerForgotten.class);

    /// @param now whether it was this command that made them known
    record Identified(boolean now) {}

    Identified decide(Decision decision) {
        boolean identified = false;
        for (Sourced sourced : decision.source(criteria())) {
            if (sourced.event() instanceof BucketKeyDestroyed expired) {
                throw new ContentExpiredException(expired);
            }
            if (sourced.event() instanceof ClientOffboarded) {
                throw new ClientOffboardedException();
            }
            if (sourced.event() instanceof ConsumerErased erased) {
                throw new ContentErasedException(Receipt.of(erased, Objects.requireNonNull(sourced.position())));
            }
            if (sourced.event() instanceof ConsumerForgotten forgotten) {
                throw new ContentErasedException(Receipt.of(forgotten, Objects.requireNonNull(sourced.position())));
            }
            identified = true;
        }
        if (contact != null) {
            arrival.check(client, List.of(contact.event().bucket()), decision, at);
        }
        Consumers.append(client, consumer, channel, at, at, contact, identified, decision);
        return new Identified(!identified);
    }

    private EventCriteria criteria() {
        EventCriteria known =
                EventCriteria.either(Criteria.of(EventTag.CONSUMER, consumer, CONSUMER), Clients.left(client));
        return contact == null
                ? known
                : EventCriteria.either(known, DestroyedBuckets.destroyed(client, contact.event()));
    }
}
