package org.lethe.transcript.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventTag;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer;
import org.lethe.transcript.TranscriptServer.Brand;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.conversations.ConversationNotFoundException;

class ReadTranscriptIT {
    private static final String REASON = "{\"reason\":\"consumer-request\"}";
    private static TranscriptServer server;
    private static Brand brand;
    private static String token;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Read");
        token = brand.all();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isRefusedWithTheReceiptOnceAnErasureStands() {
        for (boolean wholeConsumer : new boolean[] {true, false}) {
            // given a reader who looked the conversation up and opened its texts before the erasure
            String conversation = brand.conversation(token, "late@example.com");
            ReadTranscript late = reading(brand.id, conversation);

            // when
            Reply erased = server.post(erase(conversation, wholeConsumer), token, REASON)
                    .is(200);

            // then
            assertThatExceptionOfType(ContentErasedException.class)
                    .isThrownBy(() -> server.commands.sendAndWait(late))
                    .satisfies(refused -> assertThat(
                                    ((Receipt) refused.members().get("receipt")).position())
                            .isEqualTo(erased.json().at("/receipt/position").asLong()));
            assertThat(readings(conversation)).isEmpty();
        }
    }

    @Test
    void isRefusedForAnotherClientsConversation() {
        ReadTranscript foreign = reading(server.brand("Other").id, brand.conversation(token, "mine@example.com"));

        assertThatExceptionOfType(ConversationNotFoundException.class)
                .isThrownBy(() -> server.commands.sendAndWait(foreign));
    }

    @Test
    void noTextIsShownBehindAnErasure() throws Exception {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                // given
                String conversation = brand.conversation(token, "race" + round + "@example.com");
                server.post(conversation + "/messages", token, "{\"from\":\"consumer\",\"text\":\"hello\"}")
                        .is(201);
                String erase = erase(conversation, round % 2 == 0);

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

    private static ReadTranscript reading(String client, String conversation) {
        return new ReadTranscript(
                ClientId.parse(client),
                ConversationId.parse(last(conversation)),
                ConsumerId.parse(consumerOf(conversation)),
                null,
                "test",
                "application/json",
                1,
                "somebody",
                server.clock.instant());
    }

    private static String erase(String conversation, boolean wholeConsumer) {
        return wholeConsumer
                ? brand.path + "/consumers/" + consumerOf(conversation) + "/erase"
                : conversation + "/erase";
    }

    private static String consumerOf(String conversation) {
        return server.get(conversation, token).is(200).text("consumer_id");
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<Long> readings(String conversation) {
        Tag tag = new Tag(EventTag.CONVERSATION, last(conversation));
        return server.log.read(tag, List.of("TranscriptRead")).stream()
                .map(event -> event.position())
                .toList();
    }
}
