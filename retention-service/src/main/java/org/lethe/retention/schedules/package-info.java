/// How long a client keeps what: its schedules, the limits that the platform sets to them, and the brake ([Brake]): a
/// schedule that would destroy waits out the cooling-off and can be withdrawn until then.
@NullMarked
package org.lethe.retention.schedules;

import org.jspecify.annotations.NullMarked;
