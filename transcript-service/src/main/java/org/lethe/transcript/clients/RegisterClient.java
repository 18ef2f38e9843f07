package org.lethe.transcript.clients;

import java.time.Instant;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.RetentionRule;
import org.lethe.contracts.RetentionScheduleSet;
import org.lethe.eventlog.Decision;

/// Take a brand on, with its first retention schedule.
record RegisterClient(ClientId client, String name, String region, List<RetentionRule> rules, String by, Instant at) {
    private static final int FIRST_VERSION = 1;

    record Registered(ClientId client) {}

    Registered decide(Decision decision) {
        decision.append(client, new ClientRegistered(client, name, region), at);
        decision.append(client, new RetentionScheduleSet(client, FIRST_VERSION, rules, at, by), at);
        return new Registered(client);
    }
}
