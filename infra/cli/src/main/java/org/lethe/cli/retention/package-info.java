/// Commands about what is kept and what goes: schedules, legal holds, runs of retention, keys, the clock. Each calls
/// the
/// API of a running Lethe and decides nothing itself.
@NullMarked
package org.lethe.cli.retention;

import org.jspecify.annotations.NullMarked;
