package org.lethe.access.notices;

import java.util.List;
import java.util.Map;
import org.lethe.contracts.PolicyId;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// There is such a version for this audience already.
final class PolicyVersionTakenException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "policy-version-taken",
                    409,
                    "This version was published already",
                    "A version stands for one text for good, for each audience. `policy_id` is the policy that has it."
                            + " Give another version; nothing was published.")
            .with("policy_id", PolicyId.class);
    private static final long serialVersionUID = 1;

    private final transient PolicyId first;

    PolicyVersionTakenException(PolicyId first) {
        super(TYPE, "this audience has a policy of this version; nothing was published");
        this.first = first;
    }

    @Override
    public List<FieldError> errors() {
        return List.of(new FieldError("/version", "a version that this audience has not seen"));
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("policy_id", first.toString());
    }
}
