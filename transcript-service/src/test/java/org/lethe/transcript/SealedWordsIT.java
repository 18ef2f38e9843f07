package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.ForeignWordsException;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.Meters;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords;
import org.lethe.keyring.KeyDestructions;
import org.lethe.keyring.Keyring;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.service.words.RemoteSealedWords;
import org.lethe.service.words.ServiceToken;
import org.lethe.transcript.content.OperatorWords;
import org.lethe.web.NotFoundException;
import org.lethe.web.ProblemException;
import org.lethe.web.Role;

/// Words are sealed and opened alike, whether who asks is in the same process or not.
class SealedWordsIT {
    private static final Map<String, String> WORDS = Map.of("matter", "Grüße ./. Ada", "reason", "\"litigation\"\n");

    private static TranscriptServer server;
    private static SealedWords inProcess;
    private static RemoteSealedWords remote;
    private static String serviceKey;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        serviceKey = server.key(ClientId.PLATFORM, Role.SERVICE);
        inProcess = new OperatorWords(server.keyring(), server.meters);
        remote = remote(serviceKey);
    }

    @AfterAll
    static void stop() {
        remote.close();
        server.close();
    }

    private static RemoteSealedWords remote(String key) {
        return new RemoteSealedWords(server.uri("/"), new ServiceToken(key), Duration.ofSeconds(30));
    }

    private static ClientId newClient() {
        return ClientId.parse(server.brand("Brand").id);
    }

    /// What holds for every way to ask.
    abstract static class Suite {
        private final Instant at = server.clock.instant();
        private final EventId event = EventId.random();

        abstract SealedWords words();

        @Test
        void opensWhatItSealed() {
            ClientId client = newClient();
            Sealed sealed = words().seal(client, event, LegalHoldPlaced.class, WORDS, at);

            assertThat(words().open(client, event, LegalHoldPlaced.class, sealed, at))
                    .isEqualTo(WORDS);
        }

        @Test
        void opensWhatTheOtherSealed() {
            ClientId client = newClient();
            Sealed sealed = inProcess.seal(client, event, LegalHoldPlaced.class, WORDS, at);

            assertThat(words().open(client, event, LegalHoldPlaced.class, sealed, at))
                    .isEqualTo(WORDS);
        }

        @Test
        void opensForNoOtherEventTypeOrClient() {
            ClientId client = newClient();
            ClientId other = newClient();
            Sealed sealed = words().seal(client, event, LegalHoldPlaced.class, WORDS, at);
            words().seal(other, event, LegalHoldPlaced.class, WORDS, at);

            assertThatExceptionOfType(ForeignWordsException.class)
                    .isThrownBy(() -> words().open(client, EventId.random(), LegalHoldPlaced.class, sealed, at));
            assertThatExceptionOfType(ForeignWordsException.class)
                    .isThrownBy(() -> words().open(client, event, ErasureOrdered.class, sealed, at));
            assertThatExceptionOfType(ForeignWordsException.class)
                    .isThrownBy(() -> words().open(other, event, LegalHoldPlaced.class, sealed, at));
        }

        @Test
        void opensNothingWhereThereWasNeverAKey() {
            Sealed sealed = words().seal(newClient(), event, LegalHoldPlaced.class, WORDS, at);
            ClientId without = newClient();
            ClientId sealing = newClient();
            Sealed its = words().seal(sealing, event, LegalHoldPlaced.class, WORDS, at);

            assertThatExceptionOfType(ForeignWordsException.class)
                    .isThrownBy(() -> words().open(without, event, LegalHoldPlaced.class, sealed, at));
            assertThatExceptionOfType(ForeignWordsException.class)
                    .isThrownBy(() ->
                            words().open(sealing, event, LegalHoldPlaced.class, its, at.minus(Duration.ofDays(9))));
        }

        @Test
        void opensNothingThatWasChanged() {
            ClientId client = newClient();
            byte[] changed = words().seal(client, event, LegalHoldPlaced.class, WORDS, at)
                    .bytes();
            changed[changed.length - 1] ^= 1;

            assertThatExceptionOfType(ForeignWordsException.class)
                    .isThrownBy(() -> words().open(client, event, LegalHoldPlaced.class, new Sealed(changed), at));
        }

        @Test
        void saysNothingAndSealsNothingWhereTheClientsKeysAreGone() throws SQLException {
            // given
            ClientId client = newClient();
            Sealed sealed = words().seal(client, event, LegalHoldPlaced.class, WORDS, at);

            // when
            destroyKeys(client);

            // then
            assertThat(words().open(client, event, LegalHoldPlaced.class, sealed, at))
                    .isEmpty();
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> words().seal(client, event, LegalHoldPlaced.class, WORDS, at))
                    .satisfies(gone -> {
                        assertThat(gone.type().status()).isEqualTo(410);
                        assertThat(gone.type().slug()).isEqualTo("content-erased");
                    });
        }
    }

    @Nested
    class InTheSameProcess extends Suite {
        @Override
        SealedWords words() {
            return inProcess;
        }
    }

    @Nested
    class ByHttp extends Suite {
        @Override
        SealedWords words() {
            return remote;
        }

        @Test
        void knowsNoClientThatIsNotThere() {
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> remote.seal(
                            ClientId.random(), EventId.random(), LegalHoldPlaced.class, WORDS, server.clock.instant()));
        }

        @Test
        void answersNoKeyWithoutTheRole() {
            ClientId client = newClient();
            try (RemoteSealedWords refused = remote(server.platform)) {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> refused.seal(
                                client, EventId.random(), LegalHoldPlaced.class, WORDS, server.clock.instant()))
                        .withMessageContaining("403")
                        .withMessageNotContaining("Ada");
            }
        }
    }

    @Test
    void takesEventsThatCarryWordsOnly() {
        Reply refused = server.post("/v1/clients/" + newClient() + "/words/seal", serviceKey, """
                        {"event_id": "019a8f00-0000-7000-8000-000000000005", "type": "MessageRecorded",
                         "words": {"matter": "Ada"}, "at": "2026-11-20T10:00:00Z"}""")
                .refused(400, "invalid-body");

        assertThat(refused.pointers()).containsExactly("/type");
        assertThat(refused.body()).contains("LegalHoldPlaced").doesNotContain("Ada");
    }

    private static String sealing(String words, Instant at) {
        return "{\"event_id\": \"" + EventId.random() + "\", \"type\": \"LegalHoldPlaced\", \"words\": " + words
                + ", \"at\": \"" + at + "\"}";
    }

    private static String opening(String sealed, Instant recordedAt) {
        return "{\"event_id\": \"" + EventId.random() + "\", \"type\": \"LegalHoldPlaced\", \"sealed\": \"" + sealed
                + "\", \"recorded_at\": \"" + recordedAt + "\"}";
    }

    private static void refuses(String path, String body, String pointer) {
        assertThat(server.post(path, serviceKey, body)
                        .refused(400, "invalid-body")
                        .pointers())
                .containsExactly(pointer);
    }

    @Test
    void sealsNoMoreThanAnEventCarriesAndNothingOfAnotherTime() {
        String path = "/v1/clients/" + newClient() + "/words/seal";
        Instant now = server.clock.instant();
        String many = IntStream.rangeClosed(1, 11)
                .mapToObj(i -> "\"word" + i + "\": \"x\"")
                .collect(Collectors.joining(",", "{", "}"));

        refuses(path, sealing("{}", now), "/words");
        refuses(path, sealing(many, now), "/words");
        refuses(path, sealing("{\"matter\": \"" + "x".repeat(24_001) + "\"}", now), "");
        refuses(path, sealing("{\"matter\": \" \"}", now), "/words/matter");
        refuses(path, sealing("{\"matter\": \"x\"}", now.plus(Duration.ofMinutes(6))), "/at");
        refuses(path, sealing("{\"matter\": \"x\"}", Instant.EPOCH.minusSeconds(1)), "/at");
    }

    @Test
    void opensTheLongestThatItSealsAndNothingOfAnotherTime() {
        // given what takes most room: ten fields of what JSON escapes
        ClientId client = newClient();
        EventId event = EventId.random();
        Instant now = server.clock.instant();
        Map<String, String> longest = IntStream.range(0, 10)
                .boxed()
                .collect(Collectors.toMap(i -> "f".repeat(63) + i, _ -> "\u0001".repeat(2_400)));
        Sealed sealed = remote.seal(client, event, LegalHoldPlaced.class, longest, now);
        String path = "/v1/clients/" + client + "/words/open";

        // then
        assertThat(remote.open(client, event, LegalHoldPlaced.class, sealed, now))
                .isEqualTo(longest);
        refuses(path, opening("", now), "/sealed");
        refuses(path, opening("A".repeat(240_004), now), "/sealed");
        refuses(path, opening("AAAA", now.plus(Duration.ofMinutes(6))), "/recorded_at");
        refuses(path, opening("AAAA", Instant.EPOCH.minusSeconds(1)), "/recorded_at");
    }

    private static double opens(String outcome) {
        return server.meters
                .get(Meters.WORDS_OPENS.meter())
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void countsWhatIsOpenedAndWhatIsNot() throws SQLException {
        // given
        ClientId client = newClient();
        EventId event = EventId.random();
        Instant at = server.clock.instant();
        Sealed sealed = remote.seal(client, event, LegalHoldPlaced.class, WORDS, at);
        double opened = opens("opened");
        double foreign = opens("foreign");
        double gone = opens("gone");

        // when
        remote.open(client, event, LegalHoldPlaced.class, sealed, at);
        inProcess.open(client, event, LegalHoldPlaced.class, sealed, at);
        assertThatExceptionOfType(ForeignWordsException.class)
                .isThrownBy(() -> remote.open(client, EventId.random(), LegalHoldPlaced.class, sealed, at));
        destroyKeys(client);
        remote.open(client, event, LegalHoldPlaced.class, sealed, at);

        // then
        assertThat(opens("opened") - opened).isEqualTo(2);
        assertThat(opens("foreign") - foreign).isEqualTo(1);
        assertThat(opens("gone") - gone).isEqualTo(1);
    }

    @Test
    void keepsNoOpenedWordsForAnIdempotencyKey() {
        // given
        ClientId client = newClient();
        EventId event = EventId.random();
        Instant at = server.clock.instant();
        Sealed sealed = remote.seal(client, event, LegalHoldPlaced.class, WORDS, at);
        String body = "{\"event_id\":\"" + event + "\",\"type\":\"LegalHoldPlaced\",\"sealed\":\""
                + Base64.getEncoder().encodeToString(sealed.bytes()) + "\",\"recorded_at\":\"" + at + "\"}";
        String path = "/v1/clients/" + client + "/words/open";

        // when
        Reply opened =
                server.post(path, serviceKey, body, "Idempotency-Key", "once").is(200);

        // then
        assertThat(opened.json().at("/words/matter").asString()).isEqualTo("Grüße ./. Ada");
        assertThat(opened.header("Cache-Control")).isEqualTo("no-store");
        server.post(path, serviceKey, body, "Idempotency-Key", "once").refused(409, "secret-shown-once");
    }

    private static void destroyKeys(ClientId client) throws SQLException {
        KeyDestructions all = server.keyring()
                .destruction(
                        client,
                        KeyKind.CLIENT,
                        IntStream.range(0, Keyring.CLIENT_KEY_SHARDS)
                                .mapToObj(Integer::toString)
                                .toList());
        try (Connection transaction = server.dataSource.getConnection()) {
            transaction.setAutoCommit(false);
            all.execute(
                    transaction,
                    all.keys().keySet().stream().collect(Collectors.toMap(shard -> shard, _ -> EventId.random())),
                    "account-end");
            transaction.commit();
        }
        all.committed();
    }
}
