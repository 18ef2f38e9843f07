package org.lethe.transcript.clients;

import java.time.Instant;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RetentionLimitsSet;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.contracts.retention.InvalidRulesException;
import org.lethe.contracts.retention.RetentionLimits;
import org.lethe.contracts.retention.RetentionRules;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;

/// Take a brand on, with its first retention schedule, which keeps to the platform's limits.
record RegisterClient(ClientId client, String name, String region, RetentionRules rules, String by, Instant at)
        implements Command<RegisterClient.Registered> {
    private static final int FIRST_VERSION = 1;
    private static final Criteria.Types LIMITS = Criteria.types(RetentionLimitsSet.class);

    record Registered(ClientId client) {}

    Registered decide(Decision decision) {
        RetentionLimits limits = RetentionLimits.NONE;
        for (Sourced sourced :
                decision.source(Criteria.of(EventTag.RETENTION_LIMITS, RetentionLimitsSet.PLATFORM, LIMITS))) {
            if (sourced.event() instanceof RetentionLimitsSet set) {
                limits = RetentionLimits.of(set);
            }
        }
        try {
            rules.within(limits);
        } catch (InvalidRulesException e) {
            throw ClientsEndpoint.refusal(e);
        }
        decision.append(client, new ClientRegistered(client, name, region), at);
        decision.append(client, new RetentionScheduleSet(client, FIRST_VERSION, rules.rules(), at, by), at);
        return new Registered(client);
    }
}
