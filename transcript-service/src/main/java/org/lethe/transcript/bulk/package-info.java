/// Whole conversations as NDJSON, one result a line.
@NullMarked
package org.lethe.transcript.bulk;

import org.jspecify.annotations.NullMarked;
