package org.lethe.access.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lethe.access.AccessServer;
import org.lethe.access.page.Allowances.Kind;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RequestId;

/// What is counted and kept in the database, by the role that the service has there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowancesIT {
    private static final Kind KIND = Kind.REQUESTS_OF_AN_ADDRESS;
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration FOR_ONE = Duration.ofDays(1).dividedBy(KIND.most());

    private AccessServer server;
    private Allowances here;
    private Allowances elsewhere;

    @BeforeAll
    void start() {
        server = new AccessServer();
        here = new Allowances(server.service.dataSource());
        elsewhere = new Allowances(server.service.dataSource());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static byte[] somebody() {
        return UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean taken(Allowances allowances, byte[] who, Instant at) {
        try {
            return allowances.take(KIND, who, at).isEmpty();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyAtOnceInSeveralProcessesHaveOneAllowanceTogether() {
        byte[] who = somebody();

        long taken = IntStream.range(0, 60)
                .parallel()
                .filter(i -> taken(i % 2 == 0 ? here : elsewhere, who, NOW))
                .count();

        assertThat(taken).isEqualTo(KIND.most());
    }

    @Test
    void comesBackBitByBit() throws SQLException {
        byte[] who = somebody();
        for (int i = 0; i < KIND.most(); i++) {
            assertThat(taken(here, who, NOW)).isTrue();
        }

        assertThat(here.take(KIND, who, NOW)).isEqualTo(Optional.of(FOR_ONE));
        assertThat(here.take(KIND, who, NOW.plus(FOR_ONE.dividedBy(2)))).isEqualTo(Optional.of(FOR_ONE.dividedBy(2)));
        assertThat(taken(here, who, NOW.plus(FOR_ONE))).isTrue();
        assertThat(taken(here, who, NOW.plus(FOR_ONE))).isFalse();
        assertThat(taken(here, who, NOW)).as("by a clock that is behind").isFalse();
    }

    @Test
    void aClockThatLeapsGivesNoMoreThanAll() {
        byte[] who = somebody();
        assertThat(taken(here, who, NOW)).isTrue();

        long taken = IntStream.range(0, 60)
                .filter(_ -> taken(here, who, NOW.plus(Duration.ofDays(365))))
                .count();

        assertThat(taken).isEqualTo(KIND.most());
    }

    @Test
    void keepsNothingOfWhomItIsAllTheSame() throws SQLException {
        Allowances allowances = here;
        byte[] who = somebody();
        allowances.take(KIND, who, NOW);
        allowances.take(KIND, who, NOW);
        List<String> before = server.rows("SELECT count(*)::text FROM access.page_allowance");

        allowances.removeFull(NOW.plus(FOR_ONE));
        assertThat(server.rows("SELECT 'there' FROM access.page_allowance WHERE left_over = " + (KIND.most() - 2)))
                .isNotEmpty();
        allowances.removeFull(NOW.plus(Duration.ofDays(3 * 365)));

        assertThat(before).isNotEqualTo(List.of("0"));
        assertThat(server.rows("SELECT count(*)::text FROM access.page_allowance"))
                .containsExactly("0");
    }

    @Test
    void anAddressOfARequestOpensItUntilItIsOld() throws SQLException {
        PageTokens tokens = new PageTokens(server.service.dataSource());
        ClientId client = ClientId.random();
        RequestId request = RequestId.random();
        String token = tokens.issue(client, request, somebody(), NOW);

        tokens.removeOld(NOW.plus(PageTokens.KEPT_FOR));
        assertThat(tokens.open(client, token)).map(PageTokens.Opened::request).contains(request);
        assertThat(tokens.open(ClientId.random(), token)).isEmpty();
        assertThat(tokens.open(client, token + "x")).isEmpty();

        tokens.removeOld(NOW.plus(PageTokens.KEPT_FOR).plusSeconds(1));
        assertThat(tokens.open(client, token)).isEmpty();
    }
}
