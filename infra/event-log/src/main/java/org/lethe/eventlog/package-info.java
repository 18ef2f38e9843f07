/// The append-only log in PostgreSQL, as Axon's event storage engine: appends with conditions, sourcing by tags and
/// types, streaming from a position, and views that follow.
///
/// What it is not: it knows no service and no key. What an envelope holds is bytes to it; who may append what is for
/// deciders to say. The Merkle tree over a client's log will be built from what stands here.
///
/// One append on its way:
///
///     caller's thread   Commands → Decision → Axon's event store → EventLog.appendEvents
///                         EventEncoder: facts as JSON, tags hashed, the row in COPY's format   → EventRow
///                         Condition: what was sourced, as numbers                              → PendingAppend
///     writer's thread   GroupCommit takes what waits, one append of each client in turn (Turns)
///                         Conflicts: did something come since? (RecentAppends, else PostgreSQL)
///                         Batch: positions and log indexes, dense
///                         LogConnection: one COPY, one transaction; a TransactionStep rides along
///                         LogHead: feed the caches, then publish the head
///     completion        the caller's future completes; TailingStreams wake; other processes get a NOTIFY
///
/// One row:
///
///     position   client_id  log_index  event_id  type  version  recorded_at_micros   what a leaf commits to,
///     facts (json, exact bytes)   sealed (bytea)   tags (text[], GIN)                 beside the row's place
///     unique_tag (text, unique): the one tag that no second event may carry, such as message=…
///
/// In a client's log no event is recorded before the one that it follows: where a clock says an earlier time, the
/// writer gives it the newest event's, and what the clock said goes to `metadata`.
///
/// Tags have two indexes: `event_tags` of all events, `event_rare_tags` without the types that a tag has many of
/// (V2__rare_tags.sql). Beside the events stands `clock`, one row that `org.lethe.service.clock` alone reads and
/// writes.
///
/// Rules that hold it together: a position is committed only after all before it; the caches are fed before the head is
/// published; what is sourced is as new as a head read before; so a condition that finds nothing after that head is
/// right, and one that is not sure asks the database.
@NullMarked
package org.lethe.eventlog;

import org.jspecify.annotations.NullMarked;
