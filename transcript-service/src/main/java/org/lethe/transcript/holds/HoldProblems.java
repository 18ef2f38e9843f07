package org.lethe.transcript.holds;

import org.lethe.web.ProblemType;

/// What may be wrong with reading for a legal hold.
public final class HoldProblems {
    public static final ProblemType NOT_COVERED = new ProblemType(
            "not-covered-by-hold",
            403,
            "The legal hold does not cover this",
            "`Lethe-Purpose: legal-hold:<hold_id>` reads content for a hold that is in force and covers the"
                    + " conversation, also where its key is destroyed and the hold's escrow kept it.");

    private HoldProblems() {}
}
