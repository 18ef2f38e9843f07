package org.lethe.transcript.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lethe.transcript.Example.CLIENT;
import static org.lethe.transcript.Example.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ClientId;
import org.lethe.service.DecisionFixture;
import org.lethe.transcript.clients.IssueApiKey.Issued;
import org.lethe.web.ApiKeyRecord;
import org.lethe.web.Role;

class IssueApiKeyTest {
    private static final ApiKeyId KEY = ApiKeyId.random();
    private static final Instant EXPIRES = NOW.plus(Duration.ofDays(90));

    private final List<ApiKeyRecord> table = new ArrayList<>();
    private final DecisionFixture<IssueApiKey, Issued> fixture = DecisionFixture.of(
                    IssueApiKey.class,
                    (command, decision) -> command.decide((transaction, key) -> table.add(key), decision))
            .runningSteps();

    private static IssueApiKey issue(ClientId client, Instant expiresAt) {
        return new IssueApiKey(
                client, KEY, "chat widget", Set.of(Role.WRITER, Role.READER), "hash", expiresAt, "admin", NOW);
    }

    @Test
    void givesAClientAKeyThatWorksFromThatCommitOn() {
        // when
        fixture.when(issue(CLIENT, EXPIRES))
                .then(
                        CLIENT,
                        new ApiKeyIssued(
                                CLIENT, KEY, "chat widget", List.of("reader", "writer"), "hash", EXPIRES, "admin"))
                .recordedAt(NOW)
                .withAStep()
                .answers(new Issued(KEY));

        // then
        assertThat(table)
                .containsExactly(ApiKeyRecord.issued(
                        KEY, CLIENT, "chat widget", Set.of(Role.WRITER, Role.READER), "hash", NOW, EXPIRES));
    }

    @Test
    void givesThePlatformOneThatDoesNotExpire() {
        fixture.when(issue(ClientId.PLATFORM, null))
                .then(
                        ClientId.PLATFORM,
                        new ApiKeyIssued(
                                ClientId.PLATFORM,
                                KEY,
                                "chat widget",
                                List.of("reader", "writer"),
                                "hash",
                                null,
                                "admin"));

        assertThat(table).extracting(ApiKeyRecord::client).containsExactly(ClientId.PLATFORM);
    }
}
