package org.lethe.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
    private static final int RING = 1 << 13;
    private static final int SMALL = 100;
    private static final EventCriteria ALL = EventCriteria.havingAnyTag();

    private final RecentEvents recent = new RecentEvents();

    private void add(long position, String type, int bytes) {
        recent.add(
                new EventRow(
                        new UUID(1, 1),
                        UUID.randomUUID(),
                        new GenericEventMessage(
                                "id-" + position,
                                new MessageType(type, "1"),
                                "payload",
                                Map.of(),
                                Instant.parse("2026-01-01T00:00:00.123456789Z")),
                        1_767_225_600_123_456L,
                        Set.of(new Tag("conversation", "c")),
                        null,
                        0,
                        new long[0],
                        new byte[bytes]),
                new LogPosition(position, position));
    }

    private record Read(long to, List<Long> positions) {}

    private Read read(long after, long upTo, EventCriteria criteria) {
        List<Long> positions = new ArrayList<>();
        long to = recent.read(
                after, upTo, criteria, event -> positions.add(event.place().position()));
        return new Read(to, positions);
    }

    @Test
    void readsOnUpToWhatIsPublished() {
        LongStream.rangeClosed(1, 10).forEach(position -> add(position, "Said", SMALL));

        assertThat(read(3, 7, ALL)).isEqualTo(new Read(7, List.of(4L, 5L, 6L, 7L)));
        assertThat(read(7, 7, ALL)).isEqualTo(new Read(7, List.of()));
    }

    @Test
    void passesOverWhatDoesNotMatchAndComesAsFar() {
        add(1, "Said", SMALL);
        add(2, "Opened", SMALL);
        add(3, "Said", SMALL);

        EventCriteria opened = EventCriteria.havingAnyTag().andBeingOneOfTypes(Set.of(new QualifiedName("Opened")));

        assertThat(read(0, 3, opened)).isEqualTo(new Read(3, List.of(2L)));
    }

    @Test
    void stopsAtAGap() {
        add(1, "Said", SMALL);
        add(2, "Said", 1 << 20); // too large to be kept
        add(3, "Said", SMALL);
        add(5, "Said", SMALL); // 4 is another process's

        assertThat(read(0, 5, ALL)).isEqualTo(new Read(1, List.of(1L)));
        assertThat(read(1, 5, ALL)).isEqualTo(new Read(1, List.of()));
        assertThat(read(2, 5, ALL)).isEqualTo(new Read(3, List.of(3L)));
    }

    @Test
    void hasForgottenWhatNewerOnesTookThePlaceOf() {
        LongStream.rangeClosed(1, RING + 2).forEach(position -> add(position, "Said", SMALL));

        assertThat(read(0, RING + 2, ALL)).isEqualTo(new Read(0, List.of()));
        assertThat(read(2, 4, ALL)).isEqualTo(new Read(4, List.of(3L, 4L)));
    }

    @Test
    void givesAnEventAsItWouldComeFromTheDatabase() {
        add(1, "Said", SMALL);
        List<PlacedEvent> events = new ArrayList<>();

        recent.read(0, 1, ALL, events::add);

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.identifier()).isEqualTo("id-1");
            assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-01T00:00:00.123456Z"));
            assertThat(event.place()).isEqualTo(new LogPosition(1, 1));
        });
    }
}
