/// Conversations opened, closed, listed and shown.
@NullMarked
package org.lethe.transcript.conversations;

import org.jspecify.annotations.NullMarked;
