/// What is left of people, and that they are forgotten with the last of it.
@NullMarked
package org.lethe.transcript.forgetting;

import org.jspecify.annotations.NullMarked;
