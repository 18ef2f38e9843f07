/// The API as commands use it: where it is, whose client is meant, what it refused.
@NullMarked
package org.lethe.cli.api;

import org.jspecify.annotations.NullMarked;
