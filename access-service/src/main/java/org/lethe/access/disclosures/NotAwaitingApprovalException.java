package org.lethe.access.disclosures;

import java.util.Map;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Nobody has to say yes or no to this, or no longer.
final class NotAwaitingApprovalException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "not-awaiting-approval",
                    409,
                    "The disclosure does not wait for approval",
                    "`disclosure_state` says how it stands: recorded, refused, or lapsed because nobody approved it within a"
                            + " week or because the API key that proposed it was revoked. Propose what has lapsed again.")
            .with("disclosure_state", DisclosureState.class);
    private static final long serialVersionUID = 1;

    private final DisclosureState state;

    private NotAwaitingApprovalException(DisclosureState state) {
        super(TYPE, "the disclosure is " + state.wireName() + "; nothing was changed");
        this.state = state;
    }

    static void refuseUnless(DisclosureState state) {
        if (state != DisclosureState.AWAITING_APPROVAL) {
            throw new NotAwaitingApprovalException(state);
        }
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("disclosure_state", state.wireName());
    }
}
