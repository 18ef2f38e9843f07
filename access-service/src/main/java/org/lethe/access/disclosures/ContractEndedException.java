package org.lethe.access.disclosures;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// The contract with a recipient is over.
final class ContractEndedException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "contract-ended",
                    409,
                    "The contract with this recipient has ended",
                    "`ended_on` was its last day, in UTC. Register the recipient anew with the contract that is in force."
                            + " Nothing was recorded.")
            .with("ended_on", LocalDate.class);
    private static final long serialVersionUID = 1;

    private final LocalDate endedOn;
    private final transient List<FieldError> errors;

    private ContractEndedException(LocalDate endedOn, List<FieldError> errors) {
        super(TYPE, "the contract with this recipient has ended; nothing was recorded");
        this.endedOn = endedOn;
        this.errors = errors;
    }

    static ContractEndedException inBody(LocalDate endedOn) {
        return new ContractEndedException(
                endedOn, List.of(new FieldError("/recipient_id", "a recipient whose contract has not ended")));
    }

    /// It ended while a proposal waited.
    static ContractEndedException meanwhile(LocalDate endedOn) {
        return new ContractEndedException(endedOn, List.of());
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("ended_on", endedOn.toString());
    }
}
