package org.lethe.transcript.reading;

import org.lethe.transcript.holds.HoldProblems;
import org.lethe.web.ProblemException;

/// Somebody wants to read for a hold that is not in force, or that does not cover this conversation.
final class HoldNotCoveringException extends ProblemException {
    HoldNotCoveringException() {
        super(
                HoldProblems.NOT_COVERED,
                "no legal hold of this id is in force over this conversation; nothing was read");
    }
}
