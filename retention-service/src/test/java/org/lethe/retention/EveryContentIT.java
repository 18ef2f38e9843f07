package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTypes;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.Sealed;
import org.lethe.retention.RetentionServer.Brand;
import org.lethe.testkit.ExampleEvent;

/// Whatever content there is, it is counted where it lies, and a hold knows when it comes too late for it. Goes over
/// all kinds of content by itself: a new one needs no line here.
class EveryContentIT {
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
    private static final int BYTES = 77;

    private static RetentionServer server;

    private final ConsumerId consumer = ConsumerId.random();
    private final ConversationId conversation = ConversationId.random();

    @BeforeAll
    static void start() {
        server = new RetentionServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Set<Class<? extends ContentEvent>> kinds() {
        return EventTypes.content();
    }

    private ContentEvent recorded(Brand brand, Class<? extends ContentEvent> kind) {
        ContentEvent content = ExampleEvent.of(kind, consumer, conversation, RetentionServer.WEB, AT);
        server.append(
                brand.id,
                LogEntry.of(brand.id, new ConsumerIdentified(consumer, List.of("email"), RetentionServer.WEB, AT)),
                LogEntry.of(brand.id, new ConversationOpened(conversation, consumer, RetentionServer.WEB, AT, null)),
                new LogEntry(brand.id, content, new Sealed(new byte[BYTES])));
        return content;
    }

    private static List<String> contents(Brand brand) {
        server.settled();
        return server.rows("SELECT b.category || '/' || b.channel || '/' || b.day, c.conversation_id, c.consumer_id,"
                + " c.contents, c.bytes FROM retention.bucket b JOIN retention.bucket_conversation c USING (bucket_id)"
                + " WHERE b.client_id = '" + brand.id + "'");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isCountedInTheBucketThatItLiesIn(Class<? extends ContentEvent> kind) {
        Brand brand = server.brand("default P13M");

        ContentEvent content = recorded(brand, kind);

        int count = content instanceof MessageAmended ? 0 : 1; // it takes room, and its message is one already
        assertThat(contents(brand))
                .containsExactly(
                        content.bucket() + " " + content.conversation() + " " + consumer + " " + count + " " + BYTES);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aHoldThatNamesItKnowsThatItIsGone(Class<? extends ContentEvent> kind) {
        // given
        Brand brand = server.brand("default P13M");
        ContentEvent content = recorded(brand, kind);

        // when
        server.append(
                brand.id,
                LogEntry.of(
                        brand.id,
                        new BucketKeyDestroyed(
                                brand.id,
                                content.bucket(),
                                new DestroyedKey(KeyKind.BUCKET, "ab".repeat(32)),
                                EventId.random(),
                                List.of(),
                                server.clock.instant())));

        // then
        server.post(
                        brand.path + "/legal-holds",
                        brand.officer,
                        "{\"matter\":\"Case 4711\",\"reason\":\"a court order\",\"custodian\":\"Legal\",\"scope\":"
                                + "{\"consumer_ids\":[\"" + consumer + "\"]}}")
                .refused(409, "nothing-left-to-hold");
    }
}
