/// What is due when, from the facts of a request and the rules that it came under. Pure: the same facts give the same
/// dates on every day and every machine.
///
///     rules.json   every version of every rule, with the day from which it holds, and its sources
///     zones.json   whose holidays apply in a zone, where a rule and a request say nothing
///
///     RulePacks.at(rule, day of receipt) → RulePack ┐
///                                                   ├─ Deadlines.asOf(pack, facts, moment) → dates, and their instants
///     receipt, zone, pauses, milestones → Facts     ┘
///
/// What it is not: it decides nothing and keeps nothing. A request keeps the version it came under.
@NullMarked
package org.lethe.access.deadlines;

import org.jspecify.annotations.NullMarked;
