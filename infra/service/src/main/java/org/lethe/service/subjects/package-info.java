/// The door through which a service that holds no key learns what is held of one consumer: who is meant by an address,
/// and everything that the log has of them, opened piece by piece. transcript-service stands behind it.
@NullMarked
package org.lethe.service.subjects;

import org.jspecify.annotations.NullMarked;
