/// Transcripts read for a stated purpose, on record.
@NullMarked
package org.lethe.transcript.reading;

import org.jspecify.annotations.NullMarked;
