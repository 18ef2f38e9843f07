package org.lethe.transcript.reading;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Somebody wants to read what its consumer has restricted to other purposes.
final class ProcessingRestrictedException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "processing-restricted",
                    423,
                    "The consumer has restricted what this may be read for",
                    "Until the restriction is lifted a transcript of this consumer is read for `allowed_purposes` alone, for"
                            + " a legal hold that covers it, and for the consumer's own requests. Say one of them as"
                            + " `Lethe-Purpose` if it is what you read for.")
            .with("allowed_purposes", String[].class);
    private static final long serialVersionUID = 1;

    private final List<String> allowed;

    ProcessingRestrictedException(Collection<String> allowed) {
        super(TYPE, "the consumer has restricted processing to other purposes; nothing was read");
        this.allowed = allowed.stream().sorted().toList();
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("allowed_purposes", allowed);
    }
}
