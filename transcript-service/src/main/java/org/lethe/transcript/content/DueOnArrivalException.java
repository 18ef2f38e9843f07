package org.lethe.transcript.content;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.retention.RuleText;
import org.lethe.web.ProblemException;

/// What somebody wants recorded is due to go already.
public final class DueOnArrivalException extends ProblemException {
    private final transient RuleText rule;
    private final int version;
    private final LocalDate day;
    private final Instant dueSince;

    DueOnArrivalException(RetentionScheduleSet schedule, RetentionRule rule, LocalDate day, Instant dueSince) {
        super(
                ConversationProblems.DUE_ON_ARRIVAL,
                "content of " + day + " is due to go since " + dueSince + " by the rule " + rule.category()
                        + (rule.channel() == null ? "" : " on " + rule.channel()) + ", " + rule.period()
                        + ", of schedule version " + schedule.version()
                        + "; send it with accept_due=true to have it taken all the same");
        this.rule = new RuleText(rule.category(), rule.channel(), rule.period().toString());
        this.version = schedule.version();
        this.day = day;
        this.dueSince = dueSince;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("rule", rule, "schedule_version", version, "day", day, "due_since", dueSince);
    }
}
