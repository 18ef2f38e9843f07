/// What rules would make unreadable, before anybody sets them.
@NullMarked
package org.lethe.retention.preview;

import org.jspecify.annotations.NullMarked;
