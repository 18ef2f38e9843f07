package org.lethe.retention.runs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RetentionRunCompleted;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.retention.buckets.Buckets.Kept;
import org.lethe.retention.certificates.Certificate;
import org.lethe.retention.certificates.Certificate.Held;
import org.lethe.retention.certificates.Deeds;
import org.lethe.retention.holds.Holds;
import org.lethe.service.signing.SigningKey;
import org.lethe.web.StrictJson;

/// Say that a run of a client is complete: all that it ordered is destroyed, and what is due and still there
/// is kept by holds. The certificate is stored in the commit that says so.
///
/// @param leftovers buckets that are due and there, as far as the view knows
record CompleteRun(Run run, ClientId client, List<Kept> leftovers, Deeds deeds, Instant now)
        implements Command<CompleteRun.Outcome> {
    private static final Criteria.Types DESTROYED = Criteria.types(BucketKeyDestroyed.class);

    /// How it ended.
    sealed interface Outcome {
        /// It is complete.
        record Completed(byte[] certificate) implements Outcome {}

        /// Something is due that no hold keeps, or the view is behind.
        record NotYet() implements Outcome {}
    }

    Outcome decide(SigningKey key, Decision decision) {
        List<Sourced> events = decision.source(criteria());
        Holds holds = Holds.of(events);
        Set<Bucket> gone = new HashSet<>();
        for (Sourced sourced : events) {
            if (sourced.event() instanceof BucketKeyDestroyed destroyed) {
                gone.add(destroyed.bucket());
            }
        }
        List<Held> held = new ArrayList<>();
        for (Kept kept : leftovers) {
            Held one = new Held(kept.bucket(), kept.contents(), kept.bytes(), holds.keeping(kept.bucket()));
            if (one.holds().isEmpty() || gone.contains(kept.bucket())) {
                return new Outcome.NotYet();
            }
            held.add(one);
        }
        Certificate certificate = Certificate.of(run.asked(), client, deeds, held, key);
        byte[] report = StrictJson.write(certificate.report());
        decision.append(
                client,
                new RetentionRunCompleted(
                        run.id(),
                        client,
                        run.at(),
                        deeds.scheduleVersion(),
                        deeds.gone().size(),
                        certificate.messages(),
                        held.size(),
                        certificate.sha256()),
                now);
        decision.attach(transaction -> RunTable.complete(
                transaction, run.id(), client, new String(report, StandardCharsets.UTF_8), certificate.json(), now));
        return new Outcome.Completed(certificate.json());
    }

    private EventCriteria criteria() {
        List<EventCriteria> criteria = new ArrayList<>();
        criteria.add(Holds.criteria(client));
        for (Kept kept : leftovers) {
            if (kept.run() != null) { // ordered: the answer may be in the log and not in the view yet
                EventTag tag = EventTag.bucket(client, kept.bucket());
                criteria.add(Criteria.of(tag.key(), tag.value(), DESTROYED));
            }
        }
        return EventCriteria.either(criteria);
    }
}
