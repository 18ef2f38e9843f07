package org.lethe.transcript.amendments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.MessageScrubDeferred;
import org.lethe.contracts.MessageScrubbed;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.EventLog;
import org.lethe.sql.Sql;
import org.lethe.transcript.escrow.HoldsInForce;

/// Takes the envelopes of a redacted message out of the log in the commit that says so, or says which holds keep them.
final class Scrubbing {
    /// The trigger of `event_log.scrubbed` takes nothing out that the event named here doesn't list.
    private static final String SCRUB = """
            INSERT INTO event_log.scrubbed (client_id, log_index, ordered_by)
            SELECT client_id, json_array_elements_text(facts -> 'log_indexes')::bigint, log_index FROM event_log.event
            WHERE tags @> ARRAY ['amended=' || ?] COLLATE "C" AND type = 'MessageScrubbed' AND event_id = ?
            """;

    private static final Criteria.Types DEFERRED = Criteria.types(MessageScrubDeferred.class);

    private Scrubbing() {}

    /// What came of it.
    ///
    /// @param holds that keep the envelopes; empty where they are gone
    record Outcome(List<HoldId> holds, List<Long> logIndexes) {}

    /// What a hold keeps of redacted messages, or kept once.
    static List<MessageScrubDeferred> deferredFor(EventLog log, ClientId client, HoldId hold) {
        return log.lookUp(Criteria.of(EventTag.HOLD, hold, DEFERRED)).stream()
                .filter(sourced -> sourced.entry().client().equals(client))
                .map(sourced -> (MessageScrubDeferred) sourced.event())
                .toList();
    }

    /// The holds in force that cover a message.
    static List<HoldId> keeping(HoldsInForce holds, MessageRecorded message) {
        return holds.scopes().entrySet().stream()
                .filter(one -> one.getValue().covers(message.bucket(), message.consumer(), message.conversation()))
                .map(Map.Entry::getKey)
                .toList();
    }

    static Outcome append(
            Decision decision,
            ClientId client,
            MessageRecorded message,
            EventId order,
            @Nullable RequestId request,
            List<Long> envelopes,
            List<HoldId> keeping,
            Instant at) {
        if (!keeping.isEmpty()) {
            decision.append(
                    client,
                    new MessageScrubDeferred(message.conversation(), message.message(), order, keeping, request),
                    at);
            return new Outcome(keeping, List.of());
        }
        EventId event = EventId.random();
        decision.append(
                event,
                LogEntry.of(
                        client,
                        new MessageScrubbed(message.conversation(), message.message(), order, envelopes, request, at)),
                at);
        UUID id = event.value();
        decision.attach(transaction -> {
            int scrubbed = Sql.on(transaction, SCRUB)
                    .values(message.message().toString(), id)
                    .update();
            if (scrubbed != envelopes.size()) {
                throw new IllegalStateException(scrubbed + " of " + envelopes.size() + " envelopes could be scrubbed");
            }
        });
        return new Outcome(List.of(), envelopes);
    }
}
