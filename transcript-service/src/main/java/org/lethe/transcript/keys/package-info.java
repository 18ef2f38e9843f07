/// Root keys turn with the days: what was erased becomes irrecoverable, and the log says so.
@NullMarked
package org.lethe.transcript.keys;

import org.jspecify.annotations.NullMarked;
