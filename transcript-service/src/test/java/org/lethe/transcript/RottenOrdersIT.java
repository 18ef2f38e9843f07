package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventId;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.transcript.TranscriptServer.Brand;
import org.lethe.transcript.orders.ParkedOrders;

/// One rotten key row of one client, and what it keeps from the others: nothing.
class RottenOrdersIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static TranscriptServer server;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        server.commands.handle(Say.class, (Say command, Decision decision) -> {
            decision.append(EventId.random(), command.entry(), server.clock.instant());
            return "said";
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    record Say(LogEntry entry) implements Command<String> {}

    private static final class Spoken {
        private final Brand brand = server.brand("Speaks");
        private final String token = brand.all();
        private final ClientId client = ClientId.parse(brand.id);
        private final String conversation = brand.conversation(token, "kim@example.com");
        private final Bucket bucket = Bucket.of(Category.MESSAGES, new Channel("web"), server.clock.instant());

        Spoken() {
            server.post(conversation + "/messages", token, "{\"from\":\"consumer\",\"text\":\"hello\"}")
                    .is(201);
        }

        ConsumerId consumer() {
            return ConsumerId.parse(server.get(conversation, token).is(200).text("consumer_id"));
        }

        void hold() {
            say(new LegalHoldPlaced(
                    HoldId.random(),
                    client,
                    new HoldScope(List.of(consumer()), List.of(), null, null, null, false),
                    0,
                    "somebody"));
        }

        void expire() {
            say(new ExpiryOrdered(RunId.random(), client, 1, List.of(bucket), false, "somebody"));
        }

        private void say(Event event) {
            server.commands.sendAndWait(new Say(LogEntry.of(client, event)));
        }

        int read() {
            return server.get(conversation + "/transcript", token, "Lethe-Purpose", "test")
                    .status();
        }

        void flip(int kind, String naturalKey) {
            assertThat(server.rows("UPDATE keyring.keys SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)"
                            + " WHERE client_id = '" + client + "' AND kind = " + kind + " AND natural_key = '"
                            + naturalKey + "' AND wrapped IS NOT NULL RETURNING 1"))
                    .hasSize(1);
        }

        String state(int kind, String naturalKey) {
            return server.rows("SELECT state, fingerprint, unread FROM keyring.keys WHERE client_id = '" + client
                            + "' AND kind = " + kind + " AND natural_key = '" + naturalKey + "'")
                    .getFirst();
        }
    }

    @Test
    void parksWhatCannotBeDoneAndGoesOnWithTheNext() {
        // given
        Spoken rotten = new Spoken();
        rotten.hold();
        rotten.flip(2, rotten.bucket.wireName());
        Spoken other = new Spoken();

        // when
        rotten.expire();
        other.expire();

        // then
        await().atMost(SOON).untilAsserted(() -> assertThat(other.read()).isEqualTo(410));
        assertThat(parked()).isEqualTo(1);
        assertThat(rotten.state(2, rotten.bucket.wireName())).startsWith("ACTIVE");
        ParkedOrders orders = server.service.part(ParkedOrders.class);
        assertThat(orders.retry()).isEqualTo(1);

        rotten.flip(2, rotten.bucket.wireName()); // the same bit again: it is whole
        assertThat(orders.retry()).isZero();
        assertThat(rotten.read()).isEqualTo(410);
        assertThat(parked()).isZero();
    }

    @Test
    void erasesAndExpiresWhatDoesNotUnwrap() {
        // given
        Spoken erased = new Spoken();
        String consumer = erased.consumer().toString();
        erased.flip(1, consumer);
        Spoken expired = new Spoken();
        expired.flip(2, expired.bucket.wireName());

        // when
        String receipt = server.post(
                        erased.brand.path + "/consumers/" + consumer + "/erase",
                        erased.token,
                        "{\"reason\":\"consumer-request\"}")
                .is(200)
                .body();
        expired.expire();

        // then
        assertThat(receipt).contains("\"kind\":\"consumer\"").doesNotContain("fingerprint");
        assertThat(erased.state(1, consumer)).isEqualTo("DESTROYED null tampered");
        assertThat(erased.read()).isEqualTo(410);
        await().atMost(SOON).untilAsserted(() -> assertThat(expired.read()).isEqualTo(410));
        assertThat(expired.state(2, expired.bucket.wireName())).isEqualTo("DESTROYED null tampered");
        assertThat(server.meters.counter("lethe.keyring.tampered").count()).isPositive();
    }

    private static double parked() {
        return server.meters
                .get("lethe.orders.parked")
                .tag("follower", "expiries")
                .gauge()
                .value();
    }
}
