package org.lethe.access.deadlines;

import java.time.LocalDate;

/// A request came before the rule did.
public final class RuleNotInForceException extends IllegalArgumentException {
    private final LocalDate inForceFrom;

    RuleNotInForceException(String rule, LocalDate receivedOn, LocalDate inForceFrom) {
        super(rule + " is in force from " + inForceFrom + "; the request came on " + receivedOn);
        this.inForceFrom = inForceFrom;
    }

    public LocalDate inForceFrom() {
        return inForceFrom;
    }
}
