package org.lethe.retention.schedules;

import org.lethe.web.ProblemException;

/// There is no schedule that waits for its time.
final class NothingWaitingException extends ProblemException {
    NothingWaitingException() {
        super(SchedulesEndpoint.NOTHING_WAITING, "no schedule of this client waits for its time");
    }
}
