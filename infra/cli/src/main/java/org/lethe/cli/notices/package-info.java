/// Commands about policies: what a client tells people of how it handles their data.
@NullMarked
package org.lethe.cli.notices;

import org.jspecify.annotations.NullMarked;
