/// The clock by which what is due goes: what it says, whether it is believed, and a person's word that it is right.
@NullMarked
package org.lethe.transcript.clock;

import org.jspecify.annotations.NullMarked;
