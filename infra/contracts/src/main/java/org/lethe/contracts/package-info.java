/// All that the services know of each other: the records of events and identifiers, their wire names and their JSON.
///
/// What it is not: no logic but what a schedule's rules mean (`retention`), no Spring, no Axon, no database. A service
/// never calls another one; it appends an event from here and follows the log for the answer.
///
/// One thing on its way: a service makes a `MessageRecorded`; `EventTypes` gives its wire name and version, `EventJson`
/// the bytes of its facts, `tags()` what it can be found by. The three, with the envelope, are what the event's leaf
/// commits to, so the golden files under `src/test/resources/golden` pin them: changing one is a decision.
@NullMarked
package org.lethe.contracts;

import org.jspecify.annotations.NullMarked;
