/// What lies in which bucket, and which buckets are due: the view that everything else here asks.
///
/// It follows every message, so a batch of events costs a handful of statements whatever it holds. Which
/// bucket an event's envelope is sealed under is said once, in `Contents`, and has to be what
/// transcript-service seals it under:
///
///     MessageRecorded             messages / its channel / sent_at
///     VisitObserved               visit    / its channel / observed_at
///     ConsumerIdentified,
///     ConsumerIdentifiersLinked   contact  / its channel / the event's own time; the consumer's id stands
///                                 for the conversation's
///
/// The channel `operator` holds operators' own words. No schedule is about them; they go with the client.
@NullMarked
package org.lethe.retention.buckets;

import org.jspecify.annotations.NullMarked;
