/// What is due goes: decided and ordered here, carried out by transcript-service, certified here.
///
/// One run of one client, and where it may die (`RunStep`). Each step can be done again by whoever picks the run up:
///
///     asked      a row in `run`                                                                 ASKED
///     scheduled  db-scheduler has a task of the run's id, made at a start where it is missing
///     decided    due by the schedule in force, kept by no hold                                  DECIDED
///     ordered    ExpiryOrdered, at most 200 buckets each; in its commit the buckets' rows       ORDERED
///                are claimed for the run, so no second run orders them
///     answered   transcript-service destroys keys and says BucketKeyDestroyed, or leaves        ANSWERED
///                what a hold keeps; the view takes the answers in
///     certified  RetentionRunCompleted; in its commit the certificate is stored                 CERTIFIED
///     finished   the run's row                                                                  FINISHED
///
/// What a hold kept is ordered again after its release: at once, since a release has the client looked at
/// (`Releases`), or within the run that ordered it before, if that still waits.
///
/// The keys K of a client that left go the same way when the period of `account_end` has passed and nothing of
/// it is on hold: `ExpiryOrdered` for the whole client, answered by `KeyDestroyed` events of kind client with
/// that order's id, which have to come in one commit.
///
/// Times of a certificate are those of events. All else that it says is in the log or in the run's own row,
/// and it is stored with the event that names its SHA-256.
@NullMarked
package org.lethe.retention.runs;

import org.jspecify.annotations.NullMarked;
