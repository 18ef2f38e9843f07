package org.lethe.retention.schedules;

import java.util.List;
import org.lethe.contracts.retention.InvalidRulesException;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.contracts.retention.RuleText;
import org.lethe.web.FieldError;
import org.lethe.web.InvalidBodyException;

/// Rules in a body, and what is said where they are wrong.
public final class RuleRefusals {
    private RuleRefusals() {}

    /// @param pointer where in the body the rules stand
    /// @throws InvalidBodyException if they make no schedule
    public static RetentionRules read(List<RuleText> rules, String pointer) {
        try {
            return RetentionRules.read(rules);
        } catch (InvalidRulesException e) {
            throw of(e, pointer);
        }
    }

    static InvalidBodyException of(InvalidRulesException refused, String pointer) {
        return new InvalidBodyException(refused.faults().stream()
                .map(fault -> new FieldError(pointer + fault.pointer(), fault.detail()))
                .toList());
    }
}
