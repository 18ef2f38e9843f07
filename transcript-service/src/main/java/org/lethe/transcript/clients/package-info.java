/// Brands and their API keys.
@NullMarked
package org.lethe.transcript.clients;

import org.jspecify.annotations.NullMarked;
