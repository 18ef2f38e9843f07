package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;
import org.lethe.transcript.TranscriptServer.Brand;

/// A hold that ends, and takes its key along, between the look at it and the escrow.
class ReleasedMeanwhileIT {
    private static final Criteria.Types DESTROYED = Criteria.types(KeyDestroyed.class);

    private TranscriptServer server;
    private Brand brand;
    private ClientId client;

    record Say(ClientId client, Event event) implements Command<Said> {}

    record Said() {}

    @BeforeEach
    void start() {
        server = new TranscriptServer();
        brand = server.brand("Releases at once");
        client = ClientId.parse(brand.id);
        server.commands.handle(Say.class, (said, decision) -> {
            decision.append(said.client(), said.event(), server.clock.instant());
            return new Said();
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theErasureIsDecidedAnewAndLeavesNothing() {
        // given
        String token = brand.all();
        String conversation = brand.conversation(token, "kim@example.com");
        server.post(conversation + "/messages", token, "{\"from\":\"consumer\",\"text\":\"hello\"}")
                .is(201);
        String consumer = server.get(conversation, token).text("consumer_id");
        HoldId hold = HoldId.random();
        HoldScope scope = new HoldScope(List.of(ConsumerId.parse(consumer)), List.of(), null, null, null, false);
        say(new LegalHoldPlaced(hold, client, scope, 0, "retention"));
        server.afterSourcing.set(criteria -> {
            if (criteria.toString().contains(EventTag.HOLDS_OF) && server.afterSourcing.getAndSet(null) != null) {
                say(new LegalHoldReleased(hold, client, null, "retention"));
                awaitKeyGone(hold);
            }
        });

        // when
        server.post(brand.path + "/consumers/" + consumer + "/erase", token, "{\"reason\":\"consumer-request\"}")
                .is(200);

        // then
        assertThat(server.afterSourcing.get()).as("a release came between").isNull();
        assertThat(server.keyring().escrowed(client, hold)).isZero();
        server.get(conversation + "/transcript", token, "Lethe-Purpose", "test").refused(410, "content-erased");
    }

    private void say(Event event) {
        server.commands.sendAndWait(new Say(client, event));
    }

    private void awaitKeyGone(HoldId hold) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !server.log
                        .lookUp(Criteria.of(EventTag.HOLD, hold, DESTROYED))
                        .isEmpty());
    }
}
