package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.Test;

/// What is written in COPY's binary format is read back the same.
class CopyFormatIT {

    @Test
    void everyColumnComesBackAsItWasWritten() {
        long seed = System.nanoTime();
        System.getLogger(getClass().getName()).log(System.Logger.Level.INFO, "seed {0}", seed);
        Random random = new Random(seed);
        try (LogFixture fixture = new LogFixture()) {
            EventLog log = fixture.open();
            for (int round = 0; round < 40; round++) {
                // given
                UUID id = UUID.randomUUID();
                UUID client = new UUID(5, random.nextInt(3));
                byte[] sealed = random.nextBoolean() ? null : new byte[random.nextInt(70_000)];
                if (sealed != null) {
                    random.nextBytes(sealed);
                }
                String facts = "{\"n\": " + random.nextLong() + ", \"text\":\"ü€𝄞 \\n\\u0000\" }";
                Tag[] tags = IntStream.range(0, random.nextInt(6))
                        .mapToObj(i -> new Tag("k" + random.nextInt(50), "välue " + i + "=\"',{}\\" + random.nextInt()))
                        .distinct()
                        .toArray(Tag[]::new);
                boolean unique = random.nextBoolean();
                Tag[] all = unique ? append(tags, new Tag("message", "m" + round)) : tags;

                // when
                LogFixture.won(LogFixture.append(
                        log,
                        AppendCondition.none(),
                        LogFixture.note(id, "Typed", new NoteCodec.Note(client, facts, sealed), all)));

                // then
                StoredEvent stored = fixture.stored().getLast();
                assertThat(stored.eventId()).isEqualTo(id);
                assertThat(stored.client()).isEqualTo(client);
                assertThat(stored.type()).isEqualTo("Typed");
                assertThat(stored.version()).isOne();
                assertThat(stored.recordedAtMicros()).isEqualTo(1_795_168_800_000_000L);
                assertThat(LogFixture.facts(stored)).isEqualTo(facts);
                assertThat(stored.sealed()).isEqualTo(sealed);
                assertThat(stored.metadata()).isNull();
                List<String> expected =
                        Arrays.stream(all).map(EventTable::text).sorted().toList();
                assertThat(stored.tags()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static Tag[] append(Tag[] tags, Tag last) {
        Tag[] more = Arrays.copyOf(tags, tags.length + 1);
        more[tags.length] = last;
        return more;
    }
}
