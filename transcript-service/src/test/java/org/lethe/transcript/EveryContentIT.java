package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.Event;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Opening;
import org.lethe.keyring.SealedContent;
import org.lethe.testkit.ExampleEvent;
import org.lethe.transcript.TranscriptServer.Brand;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.SealedEvent;

/// Whatever content there is, a hold keeps it when a key goes. Goes over all kinds of content by itself: a new one
/// needs no line here.
class EveryContentIT {
    private static final Channel WEB = new Channel("web");
    private static final Instant AT = Instant.parse("2026-11-19T10:00:00Z");

    private static TranscriptServer server;
    private static Brand brand;
    private static ClientId client;
    private static String token;

    record Deed(Consumer<Decision> what) implements Command<Did> {}

    record Did() {}

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        server.commands.handle(Deed.class, (Deed deed, Decision decision) -> {
            deed.what().accept(decision);
            return new Did();
        });
        brand = server.brand("Everything");
        client = ClientId.parse(brand.id);
        token = brand.all();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Set<Class<? extends ContentEvent>> kinds() {
        return EventTypes.content();
    }

    private final ConsumerId consumer = ConsumerId.random();
    private final ConversationId conversation = ConversationId.random();
    private final HoldId ofConsumer = HoldId.random();
    private final HoldId ofConversation = HoldId.random();

    private static void append(Event... events) {
        decide(decision -> List.of(events).forEach(event -> decision.append(client, event, AT)));
    }

    private static void decide(Consumer<Decision> what) {
        server.commands.sendAndWait(new Deed(what));
    }

    private SealedContent sealedAndRecorded(Class<? extends ContentEvent> kind) {
        append(
                new ConsumerIdentified(consumer, List.of("email"), WEB, AT),
                new ConversationOpened(conversation, consumer, WEB, AT, null));
        SealedEvent<?> sealed = new Content(server.keyring())
                .seal(
                        client,
                        consumer,
                        ExampleEvent.of(kind, consumer, conversation, WEB, AT),
                        Map.of("text", "to be kept"));
        decide(decision -> sealed.append(client, decision, AT));
        return new SealedContent(
                ContentScope.of(client, consumer, sealed.event()),
                sealed.id(),
                EventTypes.of(kind).name(),
                sealed.sealed());
    }

    private void bothAreHeld() {
        append(
                new LegalHoldPlaced(
                        ofConsumer,
                        client,
                        new HoldScope(List.of(consumer), List.of(), null, null, null, false),
                        0,
                        "somebody"),
                new LegalHoldPlaced(
                        ofConversation,
                        client,
                        new HoldScope(List.of(), List.of(conversation), null, null, null, false),
                        0,
                        "somebody"));
    }

    private static void erase(String what) {
        server.post(brand.path + what + "/erase", token, "{\"reason\":\"consumer-request\"}")
                .is(200);
    }

    private static void assertKept(HoldId hold, SealedContent content) {
        assertThat(server.keyring().openHeld(hold, List.of(content)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> assertThat(opened.text().text()).contains("to be kept"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isKeptByAHoldWhenTheConsumerIsErased(Class<? extends ContentEvent> kind) {
        // given
        SealedContent content = sealedAndRecorded(kind);
        bothAreHeld();

        // when
        erase("/consumers/" + consumer);

        // then
        assertThat(server.keyring().open(List.of(content))).singleElement().isInstanceOf(Opening.Erased.class);
        assertKept(ofConsumer, content);
        if (ContentEvent.OfConversation.class.isAssignableFrom(kind)) {
            assertKept(ofConversation, content);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isKeptByAHoldWhenTheConversationIsErased(Class<? extends ContentEvent> kind) {
        // given
        SealedContent content = sealedAndRecorded(kind);
        bothAreHeld();

        // when
        erase("/conversations/" + conversation);

        // then
        if (ContentEvent.OfConversation.class.isAssignableFrom(kind)) {
            assertThat(server.keyring().open(List.of(content))).singleElement().isInstanceOf(Opening.Erased.class);
            assertKept(ofConsumer, content);
            assertKept(ofConversation, content);
        } else {
            assertThat(server.keyring().open(List.of(content))).singleElement().isInstanceOf(Opening.Opened.class);
        }
    }
}
