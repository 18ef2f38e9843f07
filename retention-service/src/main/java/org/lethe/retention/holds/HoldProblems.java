package org.lethe.retention.holds;

import java.util.UUID;
import org.lethe.web.ProblemType;

/// The problem types of legal holds.
public final class HoldProblems {
    public static final ProblemType NOTHING_LEFT_TO_HOLD = new ProblemType(
                    "nothing-left-to-hold",
                    409,
                    "Nothing of this scope is left",
                    "All content of the scope is destroyed, by expiry or by an erasure, or somebody that it names is erased. A hold can't bring anything back, so none was placed. `erased` names the consumers and conversations that are erased. For content to come, give a first day (`from`) that is today or later.")
            .with("buckets_gone", int.class)
            .with("erased", UUID[].class);
    public static final ProblemType HOLD_SCOPE_UNKNOWN = new ProblemType(
                    "hold-scope-unknown",
                    404,
                    "The scope names somebody that this client does not have",
                    "`unknown` lists the ids of the scope that are no consumer or conversation of this client. No hold was placed.")
            .with("unknown", UUID[].class);
    public static final ProblemType RELEASE_NEEDS_ANOTHER = new ProblemType(
            "release-needs-another",
            409,
            "Somebody else has to agree",
            "This client's policy asks for two people. You, or a key that you made or that was made by who made yours, asked for it; another person, with an API key of their own, has to send the same request within a week.");

    private HoldProblems() {}
}
