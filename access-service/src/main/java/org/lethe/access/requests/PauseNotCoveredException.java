package org.lethe.access.requests;

import java.util.List;
import java.util.Map;
import org.lethe.access.deadlines.PauseReason;
import org.lethe.access.deadlines.RulePack;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// The rule of a request does not stop its clock for this.
final class PauseNotCoveredException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "pause-not-covered",
                    422,
                    "The rule does not stop the clock for this",
                    "`reasons` lists for what the rule of this request stops its clock.")
            .with("reasons", String[].class);
    private static final long serialVersionUID = 1;

    private final List<String> reasons;

    PauseNotCoveredException(RulePack rule) {
        super(TYPE, "the rule " + rule.rule() + " does not stop the clock for this reason; it goes on");
        this.reasons =
                rule.pauseReasons().stream().map(PauseReason::code).sorted().toList();
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("reasons", reasons);
    }
}
