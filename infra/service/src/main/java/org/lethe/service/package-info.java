/// What a service is made of. A `Service` is a value: its name, its tables, what it may do in the database, its OpenAPI
/// document and its slices. A `Slice` is one feature in one piece: who decides its commands, what of it follows the
/// log, its routes with their problem types, the work that it does by itself. A `Foundation` is what slices stand on.
///
///     Service  ──on(foundation)──▶  RunningService: routes, start, caughtUp, replay, close
///        │                             ▲
///        └─ slices: Foundation ─▶ Slice ┘   registered all at once: what a slice names, it has
///
/// Whoever runs services loops over them: one process, many, a test, a benchmark. What is named twice, asked for and
/// not there, or followed by nobody stops the start and is named. The clock that services go by, and
/// whether it is believed, is in `clock`.
@NullMarked
package org.lethe.service;

import org.jspecify.annotations.NullMarked;
