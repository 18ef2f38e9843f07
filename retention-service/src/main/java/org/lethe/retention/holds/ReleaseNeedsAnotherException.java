package org.lethe.retention.holds;

import org.lethe.web.ProblemException;

/// Who asked for the end of a hold, or of the rule of two people, can't be the one who agrees to it.
public final class ReleaseNeedsAnotherException extends ProblemException {
    ReleaseNeedsAnotherException() {
        super(HoldProblems.RELEASE_NEEDS_ANOTHER, "this was asked for by you, or by a key of the same maker");
    }
}
