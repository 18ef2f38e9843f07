/// What becomes of a message after it was recorded: it is corrected, disagreed with or redacted. Each is an event
/// with an envelope of its own beside the message's. What a redaction takes is gone from the table too, unless a
/// hold keeps it.
@NullMarked
package org.lethe.transcript.amendments;

import org.jspecify.annotations.NullMarked;
