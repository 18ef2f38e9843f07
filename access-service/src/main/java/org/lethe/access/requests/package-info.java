/// The workflow of a request: each step an event, how it stands a fold over them ([Request]), and which steps are
/// possible from there one table ([Step]).
///
///     received ─▶ verifying ─▶ referred ─▶ in_progress ─▶ fulfilled
///                     │            ├─▶ denied ─▶ appealed      │
///                     └─▶ expired  └─▶ revoked      deferred ◀─┘ (a legal hold)
///
/// Facts stand in clear and say nothing of the consumer. What they gave of themselves, and all words, are sealed under
/// the consumer's own keys: they go with them.
@NullMarked
package org.lethe.access.requests;

import org.jspecify.annotations.NullMarked;
