package org.lethe.retention.holds;

import org.lethe.web.ProblemException;

/// Who asked for a release can't be the one who agrees to it.
public final class ReleaseNeedsAnotherException extends ProblemException {
    ReleaseNeedsAnotherException() {
        super(HoldProblems.RELEASE_NEEDS_ANOTHER, "you asked for this release; somebody else has to agree");
    }
}
