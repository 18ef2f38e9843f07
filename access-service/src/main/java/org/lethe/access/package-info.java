/// Consumers' requests: access, portability, correction, deletion, restriction, opt-out, objection, complaint; from
/// their receipt to their answer, in time and on record.
///
/// What it is not: it holds no key and opens nothing. What is held of somebody it asks through
/// [org.lethe.service.subjects.DataSubjects]; a deletion it orders by an event, which transcript-service carries out
/// and answers by events.
///
///     deadlines   rule packs, working days: what is due when, at any past moment
///     requests    RequestReceived → … → RequestFulfilled, RequestDenied, …: the workflow
///     packages    everything held of somebody, for people and for machines
///     settings    how a client wants requests to be handled
///     page        where consumers make requests themselves, and see how they stand
///     disclosures the register: who received what of whom, on what ground; lawful process waits for a second person
///     webhooks    clients are told what happens to their requests: signed, tried again, at least once
@NullMarked
package org.lethe.access;

import org.jspecify.annotations.NullMarked;
