package org.lethe.access.disclosures;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.lethe.contracts.ConsumerId;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Somebody does not want to be disclosed.
final class OptedOutException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "opted-out",
                    409,
                    "A consumer opted out of disclosures",
                    "`opted_out` lists the consumers who opted out of `partners` or `sale`: on the grounds `consent` and"
                            + " `partner_integration` nothing of theirs may leave. Nothing was recorded; leave them out.")
            .with("opted_out", UUID[].class);
    private static final long serialVersionUID = 1;

    private final transient List<ConsumerId> consumers;

    OptedOutException(List<ConsumerId> consumers) {
        super(TYPE, "consumers who are concerned opted out; nothing was recorded");
        this.consumers = consumers;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("opted_out", consumers.stream().map(ConsumerId::value).toList());
    }
}
