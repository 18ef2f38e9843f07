package org.lethe.retention.certificates;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// A hold has not ended, or its key is not destroyed yet: nothing can be certified.
final class NotReleasedException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
            "not-released",
            404,
            "There is no certificate of this hold's release",
            "Either there is no such hold, or it is in force, or its key is about to be destroyed: then ask again in a moment.");

    NotReleasedException() {
        super(TYPE, "this hold has not ended, or its key is not destroyed yet");
    }
}
