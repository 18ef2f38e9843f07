/// What envelopes hold, and the one place where it is sealed.
@NullMarked
package org.lethe.transcript.content;

import org.jspecify.annotations.NullMarked;
