/// Commands about webhooks: where a client is told what happens to its requests, and what it was told.
@NullMarked
package org.lethe.cli.webhooks;

import org.jspecify.annotations.NullMarked;
