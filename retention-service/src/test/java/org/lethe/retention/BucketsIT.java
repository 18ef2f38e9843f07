package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationErased;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.MessageCorrected;
import org.lethe.contracts.MessageId;
import org.lethe.contracts.Sealed;
import org.lethe.retention.RetentionServer.Brand;
import org.lethe.retention.RetentionServer.Talk;

class BucketsIT {
    private static RetentionServer server;

    @BeforeAll
    static void start() {
        server = new RetentionServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> buckets(Brand brand) {
        server.settled();
        return server.rows("SELECT category, channel, day, contents, bytes, destroyed_at IS NOT NULL, conversations"
                + " FROM retention.bucket WHERE client_id = '" + brand.id + "' ORDER BY 1, 2, 3");
    }

    private static List<String> conversations(Brand brand) {
        return server.rows("SELECT b.category, c.contents FROM retention.bucket b JOIN retention.bucket_conversation c"
                + " USING (bucket_id) WHERE b.client_id = '" + brand.id + "' ORDER BY 1, 2");
    }

    private static BucketKeyDestroyed destroyed(Brand brand, Category category, String day) {
        return new BucketKeyDestroyed(
                brand.id,
                new Bucket(category, RetentionServer.WEB, LocalDate.parse(day)),
                new DestroyedKey(KeyKind.BUCKET, "ab".repeat(32)),
                EventId.random(),
                List.of(),
                server.clock.instant());
    }

    @Test
    void countsByCategoryChannelAndDayOfTheContentsOwnTime() {
        // given
        Brand brand = server.brand("default P13M");

        // when
        Talk talk = brand.talk("2026-11-01T23:59:59.999Z")
                .says(2, "2026-11-01T23:59:59.999Z")
                .says(3, "2026-11-02T00:00:00Z");
        brand.talk(talk.consumer, new Channel("sms"), "2026-11-02T00:00:00Z").says(1, "2026-11-02T00:00:00Z");

        // then
        assertThat(buckets(brand))
                .containsExactly(
                        "contact sms 2026-11-02 1 61 f null",
                        "contact web 2026-11-01 1 61 f null",
                        "messages sms 2026-11-02 1 100 f null",
                        "messages web 2026-11-01 2 200 f null",
                        "messages web 2026-11-02 3 300 f null",
                        "visit sms 2026-11-02 1 61 f null",
                        "visit web 2026-11-01 1 61 f null");
    }

    @Test
    void operatorsOwnWordsAreNoContentOfASchedule() {
        Brand brand = server.brand("default P13M");
        brand.talk(ConsumerId.random(), Channel.OPERATOR, "2026-11-01T10:00:00Z");

        assertThat(buckets(brand)).isEmpty();
    }

    @Test
    void aMessageCountsOnceWhateverBecomesOfIt() {
        Brand brand = server.brand("default P13M");
        Talk talk = brand.talk("2026-11-01T10:00:00Z").says(1, "2026-11-01T10:00:00Z");

        server.append(
                brand.id,
                new LogEntry(
                        brand.id,
                        new MessageCorrected(
                                talk.id,
                                talk.consumer,
                                new MessageId(UUID.randomUUID()),
                                new Channel("web"),
                                Instant.parse("2026-11-01T10:00:00Z"),
                                null,
                                "officer"),
                        new Sealed(new byte[50])));

        assertThat(buckets(brand)).contains("messages web 2026-11-01 1 150 f null");
    }

    @Test
    void whatWentLeavesItsCountAndNoConversation() {
        // given
        Brand brand = server.brand("default P13M");
        brand.talk("2026-11-01T10:00:00Z").says(2, "2026-11-01T10:00:00Z");
        Talk late = brand.talk("2026-11-01T11:00:00Z").says(1, "2026-11-01T11:00:00Z");

        // when
        server.append(brand.id, LogEntry.of(brand.id, destroyed(brand, Category.MESSAGES, "2026-11-01")));
        late.says(5, "2026-11-01T12:00:00Z"); // was sealed before, and can't be read

        // then
        assertThat(buckets(brand)).contains("messages web 2026-11-01 3 300 t 2");
        assertThat(conversations(brand)).containsExactly("contact 1", "contact 1", "visit 1", "visit 1");
    }

    @Test
    void erasuresTakeTheirPartAway() {
        // given
        Brand brand = server.brand("default P13M");
        Talk erased = brand.talk("2026-11-01T10:00:00Z").says(2, "2026-11-01T10:00:00Z");
        Talk closed = brand.talk("2026-11-01T10:00:00Z").says(4, "2026-11-01T10:00:00Z");
        brand.talk("2026-11-01T10:00:00Z").says(8, "2026-11-01T10:00:00Z");

        // when
        server.append(
                brand.id,
                LogEntry.of(
                        brand.id,
                        new ConsumerErased(erased.consumer, List.of(), EventId.random(), server.clock.instant(), null)),
                LogEntry.of(
                        brand.id,
                        new ConversationErased(
                                closed.id,
                                closed.consumer,
                                List.of(),
                                EventId.random(),
                                server.clock.instant(),
                                null)));

        // then
        assertThat(buckets(brand))
                .containsExactly(
                        "contact web 2026-11-01 2 122 f null",
                        "messages web 2026-11-01 8 800 f null",
                        "visit web 2026-11-01 1 61 f null");
    }

    @Test
    void aReplayMakesTheSame() {
        // given
        Brand brand = server.brand("default P13M");
        Talk talk = brand.talk("2026-11-01T10:00:00Z")
                .says(2, "2026-11-01T10:00:00Z")
                .says(2, "2026-11-02T10:00:00Z");
        server.append(brand.id, LogEntry.of(brand.id, destroyed(brand, Category.MESSAGES, "2026-11-01")));
        talk.says(1, "2026-11-03T10:00:00Z");
        List<String> before = buckets(brand);
        List<String> conversations = conversations(brand);

        // when
        server.service.replay();

        // then
        assertThat(buckets(brand)).isEqualTo(before);
        assertThat(conversations(brand)).isEqualTo(conversations);
    }
}
