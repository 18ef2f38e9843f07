package org.lethe.retention.runs;

import org.lethe.web.ProblemType;

/// The problem types of runs.
final class RunProblems {
    static final ProblemType NO_CERTIFICATE = new ProblemType(
            "no-certificate",
            404,
            "This run has no certificate",
            "A certificate is made when a run that destroyed something is complete. A dry run has none, nor has a run in which nothing was due or all was on hold. Ask for the run to see how far it is.");

    private RunProblems() {}
}
