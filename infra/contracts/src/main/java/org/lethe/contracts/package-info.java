/// All that the services know of each other: the records of events and identifiers, their wire names and their JSON.
///
/// What it is not: no logic but what a schedule's rules mean (`retention`), no Spring, no Axon, no database. A service
/// never calls another one; it appends an event from here and follows the log for the answer.
///
/// One thing on its way: a service makes a `MessageRecorded`; its `@WireName` is what it is called and in which
/// version, `EventJson` makes the bytes of its facts, `tags()` says what it can be found by, `bucket()` where its
/// envelope lies. Name, facts, tags and envelope are what the event's leaf commits to.
///
/// Events change and logs don't. A new field may be absent from what was written before. Where a meaning changes, the
/// version goes up and an `Upcaster` beside the record makes the old facts into the new as they are read; what is
/// stored keeps its bytes and its leaf. The golden files under `src/test/resources/golden` hold what each version
/// wrote. They are only ever added, and every one is read.
///
/// An envelope comes with two kinds of events and no other: `ContentEvent` (a consumer's) and `WordedEvent` (an
/// operator's own words).
@NullMarked
package org.lethe.contracts;

import org.jspecify.annotations.NullMarked;
