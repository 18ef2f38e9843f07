/// Benchmarks beside their limits and peers: each runs both in the same run, on the same PostgreSQL, in turn, and tells
/// ratios of medians. `lethe bench` runs all, `lethe bench append` one.
///
/// What it is not: no test fails by the clock here; an absolute figure says little, since machines drift.
///
/// One thing on its way: a [org.lethe.bench.Benchmark] prepares a database and two loads, [org.lethe.bench.Rounds]
/// warms both up and measures them in turn, a [org.lethe.bench.Figure] tells the ratio and what it should reach.
@NullMarked
package org.lethe.bench;

import org.jspecify.annotations.NullMarked;
