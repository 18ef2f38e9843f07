package org.lethe.transcript.reading;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.reading.Transcript.Line;

/// A conversation as it is about to be read: where its messages stand, in order of the time when they were said. What
/// was said is opened part by part, while it is shown.
final class Reading {
    /// Messages that are opened together: a few MiB where each is as long as it may be.
    static final int PART = 32;

    private static final long BYTES_OF_A_PART = 4L << 20; // sealed, opened, as text and as JSON
    private static final int BYTES_OF_A_PLACE = 40;

    /// @param sentAtMicros microseconds since 1970
    /// @param position in the log; it decides where times are the same
    record Place(long sentAtMicros, long position) {
        static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::sentAtMicros).thenComparingLong(Place::position);
    }

    private final Conversation conversation;
    private final List<Place> places;
    private final Set<Bucket> shown;
    private final int redactions;
    private final Function<List<Place>, List<Line>> opened;
    private final boolean goesOn;

    /// @param places in order
    /// @param shown the buckets of what can be read, and perhaps of some that can't for another reason
    /// @param redactions in the conversation so far, whichever messages they are of
    /// @param opened what stands at some of them, in their order
    Reading(
            Conversation conversation,
            List<Place> places,
            Set<Bucket> shown,
            int redactions,
            Function<List<Place>, List<Line>> opened) {
        this(conversation, places, shown, redactions, opened, false);
    }

    private Reading(
            Conversation conversation,
            List<Place> places,
            Set<Bucket> shown,
            int redactions,
            Function<List<Place>, List<Line>> opened,
            boolean goesOn) {
        this.conversation = conversation;
        this.places = places;
        this.shown = shown;
        this.redactions = redactions;
        this.opened = opened;
        this.goesOn = goesOn;
    }

    /// A page of it.
    ///
    /// @param after null for the first
    Reading page(@Nullable Place after, int limit) {
        int from = 0;
        if (after != null) {
            while (from < places.size() && Place.ORDER.compare(places.get(from), after) <= 0) {
                from++;
            }
        }
        int to = Math.min(places.size(), from + limit);
        return new Reading(conversation, places.subList(from, to), shown, redactions, opened, to < places.size());
    }

    /// The same where what expires is kept for whoever reads it.
    Reading whateverExpires() {
        return new Reading(conversation, places, Set.of(), redactions, opened, goesOn);
    }

    Set<Bucket> shown() {
        return shown;
    }

    int redactions() {
        return redactions;
    }

    int messages() {
        return places.size();
    }

    /// Where the next page begins behind; null where this is the last.
    @Nullable
    Place end() {
        return goesOn && !places.isEmpty() ? places.getLast() : null;
    }

    /// Whether it is shown part by part.
    boolean isLong() {
        return places.size() > PART;
    }

    /// Memory that it takes while it is shown, in bytes.
    long memory() {
        return isLong() ? BYTES_OF_A_PART + (long) BYTES_OF_A_PLACE * places.size() : 0;
    }

    int parts() {
        return (places.size() + PART - 1) / PART;
    }

    List<Line> part(int number) {
        return opened.apply(places.subList(number * PART, Math.min(places.size(), (number + 1) * PART)));
    }

    Transcript transcript(@Nullable String next) {
        return Transcript.of(conversation, next, opened.apply(places));
    }

    /// All but the messages.
    Transcript frame(@Nullable String next) {
        return Transcript.of(conversation, next, List.of());
    }
}
