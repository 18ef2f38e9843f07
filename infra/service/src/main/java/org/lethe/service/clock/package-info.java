/// Whether the clock is to be believed. What is destroyed because its time has come is destroyed by the clock: where
/// it leaps, that waits until it is right or a person confirms it, and nothing that was not due goes.
///
///     the wall clock is held against       where they are apart by more than the tolerance
///     nothing yet                          UNCHECKED   the database was not asked, or did not answer
///     the monotonic clock since it was     MONOTONIC   it leapt while the process ran; services go on by the
///       last believed                                  monotonic clock, so that nothing learns of the leap
///     the database's clock                 DATABASE
///     the newest event in the log          EVENTS      something is recorded in what is still to come
///     what any process last saw            LAST_SEEN   it was set back between two starts
///     the same                             LONG_STOP   nothing ran for longer than is usual, or it was set ahead
///
/// Each is looked at every ten seconds by the monotonic clock, and where it is asked, a leap at once. What agrees is
/// the new measure: a clock that is slewed is followed. A person says by `POST /v1/clock/confirm` that the clock is
/// right; the processes read that in event_log.clock. A clock that comes right by itself is believed again by itself.
@NullMarked
package org.lethe.service.clock;

import org.jspecify.annotations.NullMarked;
