package org.lethe.transcript.consumers;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Decision;

/// What was told of a consumer and the log does not know yet, sealed.
///
/// @param event to which the envelope is bound, as `ConsumerIdentifiersLinked`
/// @param identifiers kinds: `email`, `phone`, `external_id`
public record SealedContact(EventId event, List<String> identifiers, Sealed sealed) {

    /// Records that somebody is known, and what was told of them. The envelope stands in an event of its own, so
    /// nothing is lost where two first sights of the same person meet.
    public static void append(
            ClientId client,
            ConsumerId consumer,
            Channel channel,
            Instant at,
            Instant recordedAt,
            @Nullable SealedContact contact,
            boolean identified,
            Decision decision) {
        List<String> identifiers = contact == null ? List.of() : contact.identifiers();
        if (!identified) {
            decision.append(client, new ConsumerIdentified(consumer, identifiers, channel, at), recordedAt);
        }
        if (contact != null) {
            decision.append(
                    contact.event(),
                    new LogEntry(
                            client,
                            new ConsumerIdentifiersLinked(consumer, identifiers, channel, at),
                            contact.sealed()),
                    recordedAt);
        }
    }
}
