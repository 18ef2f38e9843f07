package org.lethe.eventlog;

import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

/// The newest events that this process appended, for those who follow the log: a view that is up to date reads what
/// comes without asking the database. A ring by position; whoever finds a gap in it goes to the database instead.
///
/// Filled by the writer's thread before the head that covers it is published, read by many.
final class RecentEvents {
    private static final int MOST_EVENTS = 1 << 13;
    private static final int MOST_BYTES_EACH = 2 * 1024; // larger ones leave a gap: at most 16 MB are held

    private final AtomicReferenceArray<@Nullable Recent> ring = new AtomicReferenceArray<>(MOST_EVENTS);

    private record Recent(EventMessage message, Set<Tag> tags, LogPosition place) {
        /// As it would come from the database.
        PlacedEvent event() {
            return new PlacedEvent(
                    message.identifier(),
                    message.type(),
                    message.payload(),
                    message.metadata(),
                    message.timestamp().truncatedTo(ChronoUnit.MICROS),
                    place);
        }
    }

    /// Told of each event that matches.
    @FunctionalInterface
    interface Reader {
        void matching(PlacedEvent event);
    }

    void add(EventRow row, LogPosition place) {
        if (row.columns().length <= MOST_BYTES_EACH) {
            ring.set(slot(place.position()), new Recent(row.message(), row.tags(), place));
        }
    }

    /// Reads on from a position as far as there is no gap.
    ///
    /// @param upTo published already
    /// @return up to where it came; `after` where the next event is not here
    long read(long after, long upTo, EventCriteria criteria, Reader reader) {
        for (long position = after + 1; position <= upTo; position++) {
            Recent recent = ring.get(slot(position));
            if (recent == null || recent.place().position() != position) {
                return position - 1;
            }
            if (!criteria.hasCriteria()
                    || criteria.matches(recent.message().type().qualifiedName(), recent.tags())) {
                reader.matching(recent.event());
            }
        }
        return upTo;
    }

    private static int slot(long position) {
        return (int) (position & (MOST_EVENTS - 1));
    }
}
