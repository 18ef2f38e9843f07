package org.lethe.access.requests;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// A request stands where this step can't be taken.
final class StepNotPossibleException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "step-not-possible",
                    409,
                    "The request does not stand where this can be done",
                    "`state` says how it stands, `possible` which steps can be taken from there. Nothing was changed.")
            .with("state", RequestState.class)
            .with("possible", String[].class);
    private static final long serialVersionUID = 1;

    private final RequestState state;
    private final List<String> possible;

    private StepNotPossibleException(RequestState state, List<String> possible) {
        super(TYPE, "the request is " + state.wireName() + "; nothing was changed");
        this.state = state;
        this.possible = possible;
    }

    static StepNotPossibleException of(Request request, Instant at) {
        return new StepNotPossibleException(request.state(), Step.possible(request, at));
    }

    static void refuseUnless(Request request, Step.Kind kind, Instant at) {
        if (!kind.from(request, at)) {
            throw of(request, at);
        }
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("state", state.wireName(), "possible", possible);
    }
}
