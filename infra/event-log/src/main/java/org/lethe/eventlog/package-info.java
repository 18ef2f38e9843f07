@NullMarked
package org.lethe.eventlog;

import org.jspecify.annotations.NullMarked;
