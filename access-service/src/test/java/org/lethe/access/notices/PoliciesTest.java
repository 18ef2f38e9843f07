package org.lethe.access.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.access.notices.Shelf.CLIENT;
import static org.lethe.access.notices.Shelf.NOW;
import static org.lethe.access.notices.Shelf.published;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyId;
import org.lethe.contracts.PolicyKind;
import org.lethe.contracts.PolicyPublished;
import org.lethe.eventlog.Decision.Sourced;

/// What is in force when.
class PoliciesTest {
    private static final Instant DAY_1 = NOW;
    private static final Instant DAY_2 = NOW.plus(Duration.ofDays(1));
    private static final Instant DAY_3 = NOW.plus(Duration.ofDays(2));

    private static Policies policies(PolicyPublished... published) {
        return Policies.of(
                CLIENT,
                Arrays.stream(published)
                        .map(one -> new Sourced(LogEntry.of(CLIENT, one), EventId.random(), NOW, NOW, null))
                        .toList());
    }

    private static PolicyPublished from(String version, Instant day) {
        return published(PolicyId.random(), version, day);
    }

    private static List<PolicyState> states(Policies policies, Instant now) {
        return policies.all().stream()
                .map(policy -> policies.state(policy, now))
                .toList();
    }

    @Test
    void eachIsInForceFromItsDateUntilThatOfTheNext() {
        Policies policies = policies(from("1", DAY_1), from("2", DAY_2), from("3", DAY_3));

        assertThat(states(policies, DAY_1.minusNanos(1_000)))
                .containsExactly(PolicyState.TO_COME, PolicyState.TO_COME, PolicyState.TO_COME);
        assertThat(states(policies, DAY_2.minusNanos(1_000)))
                .containsExactly(PolicyState.IN_FORCE, PolicyState.TO_COME, PolicyState.TO_COME);
        assertThat(states(policies, DAY_2))
                .containsExactly(PolicyState.SUPERSEDED, PolicyState.IN_FORCE, PolicyState.TO_COME);
        assertThat(states(policies, DAY_3))
                .containsExactly(PolicyState.SUPERSEDED, PolicyState.SUPERSEDED, PolicyState.IN_FORCE);
    }

    @Test
    void oneOfTheSameDateTakesThePlaceAtOnce() {
        Policies policies = policies(from("1", DAY_1), from("2", DAY_3), from("2.1", DAY_3));

        assertThat(states(policies, DAY_2))
                .containsExactly(PolicyState.IN_FORCE, PolicyState.SUPERSEDED, PolicyState.TO_COME);
    }

    @Test
    void noticeOfAnOwnerSupersedesNoPolicy() {
        Policies policies = policies(
                from("1", DAY_1),
                published(CLIENT, PolicyId.random(), PolicyAudience.CONSUMER, PolicyKind.OWNERSHIP, "sale", DAY_2),
                published(CLIENT, PolicyId.random(), PolicyAudience.VISITOR, PolicyKind.POLICY, "1", DAY_2));

        assertThat(states(policies, DAY_3))
                .containsExactly(PolicyState.IN_FORCE, PolicyState.IN_FORCE, PolicyState.IN_FORCE);
    }
}
