/// Single messages, each recorded exactly once.
@NullMarked
package org.lethe.transcript.capture;

import org.jspecify.annotations.NullMarked;
