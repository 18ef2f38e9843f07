package org.lethe.transcript.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.NOW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ApiKeyRevoked;
import org.lethe.contracts.ClientId;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.clients.IssueOperatorKey.Issued;
import org.lethe.web.Role;

class IssueOperatorKeyTest {
    private static final ApiKeyId KEY = ApiKeyId.random();
    private static final ApiKeyId OLD = ApiKeyId.random();
    private static final String SHA256 = "A".repeat(43);
    private static final IssueOperatorKey FIRST = new IssueOperatorKey(KEY, SHA256, false, NOW);
    private static final IssueOperatorKey RESET = new IssueOperatorKey(KEY, SHA256, true, NOW);

    private final List<Object> changed = new ArrayList<>();
    private final DecisionFixture<IssueOperatorKey, Issued> fixture = DecisionFixture.of(
                    IssueOperatorKey.class,
                    (command, decision) -> command.decide(
                            (transaction, key) -> changed.add(key.key()),
                            (transaction, key, at) -> changed.add(key),
                            decision))
            .runningSteps();

    private static ApiKeyIssued issued(ApiKeyId key, String by) {
        List<String> roles = Arrays.stream(Role.values())
                .filter(role -> role != Role.SERVICE)
                .map(Role::wireName)
                .sorted()
                .toList();
        return new ApiKeyIssued(ClientId.PLATFORM, key, "operator", roles, SHA256, null, by);
    }

    @Test
    void makesTheFirstKeyOfANewPlatform() {
        fixture.when(FIRST)
                .then(ClientId.PLATFORM, issued(KEY, "bootstrap"))
                .recordedAt(NOW)
                .withAStep()
                .answers(new Issued(true, List.of()));

        assertThat(changed).containsExactly(KEY);
    }

    @Test
    void makesNoSecondOneWhereThePlatformHasKeys() {
        fixture.given(ClientId.PLATFORM, issued(OLD, "somebody"))
                .when(FIRST)
                .thenNothing()
                .answers(new Issued(false, List.of()));
    }

    @Test
    void makesNoSecondOneWhereThatKeyIsRevoked() {
        fixture.given(
                        ClientId.PLATFORM,
                        issued(OLD, "bootstrap"),
                        new ApiKeyRevoked(ClientId.PLATFORM, OLD, "somebody"))
                .when(FIRST)
                .thenNothing();
    }

    @Test
    void makesOneWhereTwoProcessesStartAtOnce() {
        fixture.comingBetween(ClientId.PLATFORM, issued(OLD, "bootstrap"))
                .when(FIRST)
                .decidedAnew()
                .thenNothing();
    }

    @Test
    void replacesTheOperatorsKeyAndSaysHow() {
        fixture.given(ClientId.PLATFORM, issued(OLD, "bootstrap"))
                .when(RESET)
                .then(
                        ClientId.PLATFORM,
                        new ApiKeyRevoked(ClientId.PLATFORM, OLD, "token-reset"),
                        issued(KEY, "token-reset"))
                .withAStep()
                .answers(new Issued(true, List.of(OLD)));

        assertThat(changed).containsExactly(OLD, KEY);
    }

    @Test
    void leavesKeysThatPeopleMade() {
        fixture.given(ClientId.PLATFORM, issued(OLD, ApiKeyId.random().toString()))
                .when(RESET)
                .then(ClientId.PLATFORM, issued(KEY, "token-reset"))
                .answers(new Issued(true, List.of()));
    }
}
