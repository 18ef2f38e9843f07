/// How long a client keeps what: its schedules, and the limits that the platform sets to them.
@NullMarked
package org.lethe.retention.schedules;

import org.jspecify.annotations.NullMarked;
