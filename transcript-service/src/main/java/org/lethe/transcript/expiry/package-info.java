/// Carrying out what retention orders: a bucket's key, or all of a client's, destroyed in the commit that says so.
@NullMarked
package org.lethe.transcript.expiry;

import org.jspecify.annotations.NullMarked;
