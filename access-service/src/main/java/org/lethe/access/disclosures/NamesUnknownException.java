package org.lethe.access.disclosures;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// A disclosure names ids that are no consumer or conversation of its client.
final class NamesUnknownException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "disclosure-names-unknown",
                    404,
                    "It names somebody that this client does not have",
                    "`unknown` lists the ids that are no consumer or conversation of this client. Nothing was recorded.")
            .with("unknown", UUID[].class);
    private static final long serialVersionUID = 1;

    private final transient List<UUID> unknown;

    NamesUnknownException(List<UUID> unknown) {
        super(TYPE, "it names what this client does not have; nothing was recorded");
        this.unknown = unknown;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("unknown", unknown);
    }
}
