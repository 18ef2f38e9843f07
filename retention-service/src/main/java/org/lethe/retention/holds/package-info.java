/// What may not be destroyed for as long as it is disputed.
///
/// A hold that names consumers or conversations keeps their content by escrow: transcript-service takes it
/// when a key goes. One that names none keeps whole buckets: they are not ordered to go, and not carried out
/// where they were.
@NullMarked
package org.lethe.retention.holds;

import org.jspecify.annotations.NullMarked;
