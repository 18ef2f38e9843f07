/// Orders to destroy, carried out one by one: one that can't be is set aside, told of and tried again, and never
/// keeps those of others waiting.
@NullMarked
package org.lethe.transcript.orders;

import org.jspecify.annotations.NullMarked;
