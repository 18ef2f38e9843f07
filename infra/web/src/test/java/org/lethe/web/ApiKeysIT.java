package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lethe.web.SampleServer.CLIENT;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ApiKeyId;

class ApiKeysIT {
    private final ApiKeyId id = ApiKeyId.random();
    private final NewApiKey key = ApiKeys.generate();
    private SampleServer sample;
    private ApiKeys keys;

    @BeforeEach
    void start() {
        sample = new SampleServer();
        keys = sample.keys;
    }

    @AfterEach
    void stop() {
        sample.close();
    }

    @Test
    void knowsTheCallerOfAKey() {
        sample.issue(id, CLIENT, key, null, Role.WRITER, Role.READER);

        assertThat(keys.authenticate(key.secret())).contains(new Caller(id, CLIENT, Set.of(Role.WRITER, Role.READER)));
        assertThat(keys.authenticate(ApiKeys.generate().secret())).isEmpty();
        assertThat(keys.authenticate("lth_short")).isEmpty();
    }

    @Test
    void takesANewKeyAtOnceThoughItWasTriedBefore() {
        assertThat(keys.authenticate(key.secret())).isEmpty();

        sample.issue(id, CLIENT, key, null, Role.WRITER);

        assertThat(keys.authenticate(key.secret())).isPresent();
    }

    @Test
    void refusesAnExpiredKeyByTheClock() {
        sample.issue(id, CLIENT, key, sample.clock.instant().plusSeconds(10), Role.WRITER);
        assertThat(keys.authenticate(key.secret())).isPresent();

        sample.clock.advance(Duration.ofSeconds(10));

        assertThat(keys.authenticate(key.secret())).isEmpty();
    }

    @Test
    void refusesARevokedKeyOnceTheRevocationIsCommitted() throws SQLException {
        sample.issue(id, CLIENT, key, null, Role.WRITER);
        assertThat(keys.authenticate(key.secret())).isPresent();

        try (Connection transaction = sample.dataSource.getConnection()) {
            transaction.setAutoCommit(false);
            keys.revoke(transaction, id, sample.clock.instant());
            assertThat(keys.authenticate(key.secret())).as("not committed yet").isPresent();
            transaction.commit();
        }

        assertThat(keys.authenticate(key.secret())).isEmpty();
        assertThat(keys.list(CLIENT))
                .singleElement()
                .satisfies(row -> assertThat(row.revokedAt()).isEqualTo(sample.clock.instant()));
    }

    @Test
    void writesDownWhenAKeyWasUsedAtMostOnceAMinute() {
        // given
        sample.issue(id, CLIENT, key, null, Role.WRITER);
        var first = sample.clock.instant();
        keys.authenticate(key.secret());
        keys.flush();
        assertThat(keys.list(CLIENT).getFirst().lastUsedAt()).isEqualTo(first);

        // when used again within the minute
        sample.clock.advance(Duration.ofSeconds(59));
        keys.authenticate(key.secret());
        keys.flush();

        // then
        assertThat(keys.list(CLIENT).getFirst().lastUsedAt()).isEqualTo(first);
        sample.clock.advance(Duration.ofSeconds(2));
        keys.authenticate(key.secret());
        keys.flush();
        assertThat(keys.list(CLIENT).getFirst().lastUsedAt()).isEqualTo(sample.clock.instant());
    }

    @Test
    void givesNoClientTheRightsOfThePlatform() {
        assertThatThrownBy(() -> sample.issue(id, CLIENT, key, null, Role.PLATFORM_ADMIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyUnknownKeysTakeOneConnection() throws Exception {
        // given
        sample.issue(id, CLIENT, key, null, Role.WRITER);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        DataSource watched = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (_, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        return method.invoke(sample.dataSource, arguments);
                    }
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Connection connection = sample.dataSource.getConnection();
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (_, call, given) -> {
                                if (call.getName().equals("close")) {
                                    now.decrementAndGet();
                                }
                                return call.invoke(connection, given);
                            });
                });
        List<Future<Boolean>> answers = new ArrayList<>();

        // when
        try (ApiKeys watchedKeys = new ApiKeys(watched, sample.clock);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                String secret = i == 250 ? key.secret() : ApiKeys.generate().secret();
                answers.add(
                        threads.submit(() -> watchedKeys.authenticate(secret).isPresent()));
            }
        }

        // then
        assertThat(most).hasValue(1);
        for (int i = 0; i < 500; i++) {
            assertThat(answers.get(i).get()).isEqualTo(i == 250);
        }
    }

    @Test
    void saysSoWhenTheDatabaseIsGone() {
        sample.dataSource.close();

        assertThatThrownBy(() -> keys.authenticate(key.secret())).isInstanceOf(UnavailableException.class);
    }
}
