package org.lethe.transcript.reading;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Somebody wants to read for a hold that is not in force, or that does not cover this conversation.
final class HoldNotCoveringException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
            "not-covered-by-hold",
            403,
            "The legal hold does not cover this",
            "`Lethe-Purpose: legal-hold:<hold_id>` reads content for a hold that is in force and covers the"
                    + " conversation, also where its key is destroyed and the hold's escrow kept it.");
    private static final long serialVersionUID = 1;

    HoldNotCoveringException() {
        super(TYPE, "no legal hold of this id is in force over this conversation; nothing was read");
    }
}
