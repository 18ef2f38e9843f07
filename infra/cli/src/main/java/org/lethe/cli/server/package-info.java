/// Commands that start a server or tell what one would be started with.
@NullMarked
package org.lethe.cli.server;

import org.jspecify.annotations.NullMarked;
