package org.lethe.transcript.capture;

import org.lethe.eventlog.Appended;
import org.lethe.eventlog.LogPosition;

/// How recording a message ended.
public sealed interface Recording {

    /// It stands in the log now.
    record Recorded(Appended appended) implements Recording {}

    /// It stood there before: the same message id was sent again.
    record RecordedBefore(LogPosition first) implements Recording {}

    default LogPosition position() {
        return switch (this) {
            case Recorded recorded -> recorded.appended().last();
            case RecordedBefore before -> before.first();
        };
    }
}
