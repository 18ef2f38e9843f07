package org.lethe.transcript.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.NOW;
import static org.lethe.transcript.Example.OTHER_CLIENT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ApiKeyRevoked;
import org.lethe.contracts.ClientId;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.clients.RevokeApiKey.Revoked;
import org.lethe.web.NotFoundException;

class RevokeApiKeyTest {
    private static final ApiKeyId KEY = ApiKeyId.random();
    private static final RevokeApiKey REVOKE = new RevokeApiKey(CLIENT, KEY, "admin", NOW);
    private static final ApiKeyRevoked REVOKED = new ApiKeyRevoked(CLIENT, KEY, "admin");

    private final List<ApiKeyId> revoked = new ArrayList<>();
    private final DecisionFixture<RevokeApiKey, Revoked> fixture = DecisionFixture.of(
                    RevokeApiKey.class,
                    (command, decision) -> command.decide(
                            (transaction, key, at) -> {
                                assertThat(at).isEqualTo(NOW);
                                revoked.add(key);
                            },
                            decision))
            .runningSteps();

    private static ApiKeyIssued issued(ClientId client, ApiKeyId key) {
        return new ApiKeyIssued(client, key, "chat widget", List.of("writer"), "hash", null, "admin");
    }

    @Test
    void revokesAKeyFromThatCommitOn() {
        fixture.given(CLIENT, issued(CLIENT, KEY))
                .when(REVOKE)
                .then(CLIENT, REVOKED)
                .recordedAt(NOW)
                .withAStep()
                .answers(new Revoked(KEY));

        assertThat(revoked).containsExactly(KEY);
    }

    @Test
    void changesNothingWhereItIsRevoked() {
        fixture.given(CLIENT, issued(CLIENT, KEY), REVOKED)
                .when(REVOKE)
                .thenNothing()
                .answers(new Revoked(KEY));
    }

    @Test
    void revokesOnceWhereTwoRevokeAtOnce() {
        fixture.given(CLIENT, issued(CLIENT, KEY))
                .comingBetween(CLIENT, REVOKED)
                .when(REVOKE)
                .decidedAnew()
                .thenNothing();

        assertThat(revoked).isEmpty();
    }

    @Test
    void refusesAKeyThatIsNot() {
        fixture.given(CLIENT, issued(CLIENT, ApiKeyId.random()))
                .when(REVOKE)
                .thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void refusesAnotherClientsKey() {
        fixture.given(OTHER_CLIENT, issued(OTHER_CLIENT, KEY))
                .when(REVOKE)
                .thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void doesNotSayThatAnotherClientsKeyWasRevoked() {
        fixture.given(OTHER_CLIENT, issued(OTHER_CLIENT, KEY), new ApiKeyRevoked(OTHER_CLIENT, KEY, "somebody"))
                .when(REVOKE)
                .thenRefused(NotFoundException.class, "not-found");
    }
}
