/// Daily work with clients, consumers and what was said: who somebody is, what stands there, and its end.
@NullMarked
package org.lethe.cli.transcripts;

import org.jspecify.annotations.NullMarked;
