package org.lethe.access.disclosures;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Who proposed a disclosure can't be the one who approves it.
final class ApprovalNeedsAnotherException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
            "approval-needs-another",
            409,
            "Somebody else has to approve it",
            "What lawful process wants takes two people. You, or a key that you made or that was made by who made yours,"
                    + " proposed it; another person, with an API key of their own, has to approve it within a week.");
    private static final long serialVersionUID = 1;

    ApprovalNeedsAnotherException() {
        super(TYPE, "this was proposed by you, or by a key of the same maker");
    }
}
