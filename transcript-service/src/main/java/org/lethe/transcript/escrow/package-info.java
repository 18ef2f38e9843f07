/// Legal holds as far as destroying and reading is concerned: what they keep, what goes into escrow, how their key
/// ends.
@NullMarked
package org.lethe.transcript.escrow;

import org.jspecify.annotations.NullMarked;
