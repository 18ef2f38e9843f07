package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ErasureOrdered;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.testkit.TestRounds;
import org.lethe.transcript.TranscriptServer.Brand;

class ErasureIT {
    private static final int ROUNDS = TestRounds.of(20, 60);
    private static final String REASON = "{\"reason\":\"consumer-request\"}";
    private static TranscriptServer server;
    private static Brand brand;
    private static String token;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Forgets");
        token = brand.all();
        server.commands.handle(OrderOnly.class, (OrderOnly command, Decision decision) -> {
            decision.append(
                    command.client(),
                    new ErasureOrdered(command.consumer(), null, "consumer-request", "elsewhere"),
                    server.clock.instant());
            return "ordered";
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    record OrderOnly(ClientId client, ConsumerId consumer) implements Command<String> {}

    private static String message(String id) {
        return "{\"message_id\":\"" + id + "\",\"from\":\"consumer\",\"text\":\"hello\"}";
    }

    private static String consumerOf(String conversation) {
        return server.get(conversation, token).is(200).text("consumer_id");
    }

    @Test
    void anErasedConversationIsGoneAndTheOthersStay() {
        // given
        String erased = brand.conversation(token, "one@example.com");
        String kept = brand.conversation(token, "one@example.com");
        server.post(erased + "/messages", token, message("a")).is(201);
        server.post(kept + "/messages", token, message("b")).is(201);

        // when
        Reply first = server.post(erased + "/erase", token, REASON).is(200);
        Reply again =
                server.post(erased + "/erase", token, "{\"reason\":\"other\"}").is(200);

        // then
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(first.json().at("/receipt/keys/0/kind").asString()).isEqualTo("conversation");
        assertThat(first.json().at("/receipt/keys/0/fingerprint").asString()).matches("[0-9a-f]{64}");
        Reply gone = server.get(erased + "/transcript", token, "Lethe-Purpose", "test")
                .refused(410, "content-erased");
        assertThat(gone.json().required("receipt")).isEqualTo(first.json().required("receipt"));
        server.post(erased + "/messages", token, message("late")).refused(410, "content-erased");
        assertThat(server.get(erased, token).is(200).text("status")).isEqualTo("erased");
        server.get(kept + "/transcript", token, "Lethe-Purpose", "test").is(200);
    }

    @Test
    void theKeysAreToldByKindAndStateInLowerCase() {
        // given
        String erased = brand.conversation(token, "counted@example.com");
        server.post(erased + "/erase", token, REASON).is(200);

        // when
        Reply status = server.get("/v1/keys", server.platform).is(200);

        // then
        assertThat(status.json().required("keys").valueStream())
                .extracting(key -> key.required("kind").asString() + " "
                        + key.required("state").asString())
                .contains("consumer active", "conversation destroyed")
                .allSatisfy(told -> assertThat(told).isLowerCase());
    }

    @Test
    void anErasedConsumerIsGoneAndComesBackAsSomebodyNew() {
        // given
        String conversation = brand.conversation(token, "back@example.com");
        server.post(conversation + "/messages", token, message("a")).is(201);
        String consumer = consumerOf(conversation);

        // when
        Reply first = server.post(brand.path + "/consumers/" + consumer + "/erase", token, REASON)
                .is(200);
        Reply again = server.post(brand.path + "/consumers/" + consumer + "/erase", token, REASON)
                .is(200);

        // then
        assertThat(again.json()).isEqualTo(first.json());
        server.get(conversation + "/transcript", token, "Lethe-Purpose", "test").refused(410, "content-erased");
        server.post(conversation + "/messages", token, message("late")).refused(410, "content-erased");
        server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"back@example.com\"}")
                .refused(404, "not-found");
        String later = brand.conversation(token, "back@example.com");
        assertThat(consumerOf(later)).isNotEqualTo(consumer);
        server.post(later + "/messages", token, message("a")).is(201);
        server.get(later + "/transcript", token, "Lethe-Purpose", "test").is(200);
    }

    @Test
    void nothingIsLinkedToSomebodyErased() {
        String conversation = brand.conversation(token, "linked@example.com");
        String consumer = brand.path + "/consumers/" + consumerOf(conversation);
        server.post(consumer + "/erase", token, REASON).is(200);

        server.post(consumer + "/identifiers", token, "{\"email\":\"other@example.com\"}")
                .refused(410, "content-erased");

        server.post(brand.path + "/consumers/lookup", token, "{\"email\":\"other@example.com\"}")
                .refused(404, "not-found");
    }

    @Test
    void noMessageIsAcknowledgedBehindAnErasure() throws Exception {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                // given somebody with or without a message yet
                boolean wholeConsumer = round % 2 == 0;
                String conversation = brand.conversation(token, "race" + round + "@example.com");
                String consumer = consumerOf(conversation);
                int acknowledged = 0;
                if (round % 4 < 2) {
                    server.post(conversation + "/messages", token, message("first"))
                            .is(201);
                    acknowledged++;
                }
                String erase =
                        wholeConsumer ? brand.path + "/consumers/" + consumer + "/erase" : conversation + "/erase";

                // when
                List<CompletableFuture<Reply>> sent = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    String id = "m" + i;
                    sent.add(CompletableFuture.supplyAsync(
                            () -> server.post(conversation + "/messages", token, message(id)), senders));
                }
                Reply erased = CompletableFuture.supplyAsync(() -> server.post(erase, token, REASON), senders)
                        .get(30, TimeUnit.SECONDS)
                        .is(200);

                // then
                long end = erased.json().at("/receipt/position").asLong();
                for (CompletableFuture<Reply> message : sent) {
                    Reply reply = message.get(30, TimeUnit.SECONDS);
                    if (reply.status() == 201) {
                        assertThat(reply.json().required("position").asLong()).isLessThan(end);
                        acknowledged++;
                    } else {
                        reply.refused(410, "content-erased");
                    }
                }
                String id = conversation.substring(conversation.lastIndexOf('/') + 1);
                assertThat(server.log.read(new Tag(EventTag.CONVERSATION, id), List.of("MessageRecorded")))
                        .hasSize(acknowledged)
                        .allMatch(event -> event.position() < end);
                server.get(conversation + "/transcript", token, "Lethe-Purpose", "test")
                        .refused(410, "content-erased");
            }
        }
    }

    @Test
    void noTextIsShownBehindAnErasure() throws Exception {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                // given
                String conversation = brand.conversation(token, "read" + round + "@example.com");
                server.post(conversation + "/messages", token, "{\"from\":\"consumer\",\"text\":\"hello\"}")
                        .is(201);
                String erase = round % 2 == 0
                        ? brand.path + "/consumers/" + consumerOf(conversation) + "/erase"
                        : conversation + "/erase";

                // when
                List<CompletableFuture<Reply>> read = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    read.add(CompletableFuture.supplyAsync(
                            () -> server.get(conversation + "/transcript", token, "Lethe-Purpose", "test"), readers));
                }
                long end = server.post(erase, token, REASON)
                        .is(200)
                        .json()
                        .at("/receipt/position")
                        .asLong();

                // then
                int shown = 0;
                for (CompletableFuture<Reply> reader : read) {
                    Reply reply = reader.get(30, TimeUnit.SECONDS);
                    if (reply.status() == 200) {
                        shown++;
                    } else {
                        reply.refused(410, "content-erased");
                    }
                }
                assertThat(readings(conversation)).hasSize(shown).allMatch(position -> position < end);
            }
        }
    }

    private static List<Long> readings(String conversation) {
        Tag tag = new Tag(EventTag.CONVERSATION, conversation.substring(conversation.lastIndexOf('/') + 1));
        return server.log.read(tag, List.of("TranscriptRead")).stream()
                .map(event -> event.position())
                .toList();
    }

    @Test
    void anOrderWithoutItsDeedIsCarriedOutByWhoeverFollowsTheLog() {
        // given
        String conversation = brand.conversation(token, "crash@example.com");
        server.post(conversation + "/messages", token, message("a")).is(201);
        String consumer = consumerOf(conversation);

        // when somebody orders and does nothing more
        server.commands.sendAndWait(new OrderOnly(ClientId.parse(brand.id), ConsumerId.parse(consumer)));

        // then
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(server.get(conversation, token).is(200).text("status"))
                                .isEqualTo("erased"));
        server.get(conversation + "/transcript", token, "Lethe-Purpose", "test").refused(410, "content-erased");
        Reply receipt = server.post(brand.path + "/consumers/" + consumer + "/erase", token, REASON)
                .is(200);
        assertThat(receipt.json().at("/receipt/keys/0/fingerprint").asString()).matches("[0-9a-f]{64}");
    }

    @Test
    void nobodyElseIsErased() {
        server.post(brand.path + "/consumers/" + ConsumerId.random() + "/erase", token, REASON)
                .refused(404, "not-found");
        server.post(brand.path + "/conversations/" + ConsumerId.random() + "/erase", token, REASON)
                .refused(404, "not-found");
    }
}
