package org.lethe.eventlog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.Tag;

/// The events that decisions source, in memory: filled from the database on first use, fed by the writer from then on.
///
/// A list here is complete up to the head that was published before it was asked for: the writer feeds first and
/// publishes then, and a list being read from the database is fed meanwhile.
///
/// What it may take is bounded by events: a tag with many counts as several, also where it grows by what it is fed. One
/// that is more than all there is room for is not kept: each decision that sources it reads it from the database then.
final class DecisionCache {

    /// An event and its place.
    record Placed(LogPosition position, EventMessage message) {}

    /// Reads what the cache has not: all events of these types with this tag.
    @FunctionalInterface
    interface Reader {
        List<Placed> read(Tag tag, Set<QualifiedName> types) throws SQLException;
    }

    private static final class Slot {
        private final List<Placed> events = new ArrayList<>(1);
        private boolean complete;
        private boolean
                unreadable; // holds an event of a newer version: asked of the database, which refuses, each time
    }

    private static final class TagEvents {
        private final Map<QualifiedName, Slot> slots = new HashMap<>(4);
        private volatile int events;
        private int weighed = EVENTS_OF_ONE; // how many there were when it was put on the scales

        int weight() {
            return 1 + events / EVENTS_OF_ONE;
        }

        /// Whether it has doubled since: to weigh it with each event would cost the writer too much.
        boolean hasGrown() {
            int count = 0;
            for (Slot slot : slots.values()) {
                count += slot.events.size();
            }
            events = count;
            if (count < 2 * weighed) {
                return false;
            }
            weighed = count;
            return true;
        }
    }

    private static final int EVENTS_OF_ONE = 4; // in about 1 KiB

    private final Cache<Tag, TagEvents> byTag;
    private final Set<QualifiedName> cachedTypes = ConcurrentHashMap.newKeySet();
    private final Reader reader;

    /// @param maxTags with fewer than four events each
    DecisionCache(int maxTags, Reader reader) {
        this.byTag = Caffeine.newBuilder()
                .maximumWeight(maxTags)
                .weigher((Tag tag, TagEvents known) -> known.weight())
                .build();
        this.reader = reader;
    }

    /// Adds the events of these types with this tag to the result, from memory where they are known.
    void collect(Tag tag, Set<QualifiedName> types, List<Placed> result) throws SQLException {
        TagEvents known = byTag.get(tag, missing -> new TagEvents());
        Set<QualifiedName> missing = Set.of();
        synchronized (known) {
            for (QualifiedName type : types) {
                Slot slot = known.slots.get(type);
                if (slot != null && slot.complete) {
                    result.addAll(slot.events);
                } else {
                    missing = missing.isEmpty() ? new HashSet<>() : missing;
                    missing.add(type);
                    known.slots.computeIfAbsent(type, absent -> new Slot());
                }
            }
        }
        if (!missing.isEmpty()) {
            cachedTypes.addAll(missing);
            result.addAll(load(known, tag, missing));
        }
    }

    private List<Placed> load(TagEvents known, Tag tag, Set<QualifiedName> missing) throws SQLException {
        List<Placed> read = reader.read(tag, missing);
        List<Placed> merged = new ArrayList<>();
        boolean grown;
        synchronized (known) {
            for (QualifiedName type : missing) {
                Slot slot = known.slots.computeIfAbsent(type, absent -> new Slot());
                for (Placed event : read) {
                    if (event.message().type().qualifiedName().equals(type)) {
                        insert(slot.events, event);
                    }
                }
                slot.complete = !slot.unreadable;
                merged.addAll(slot.events);
            }
            grown = known.hasGrown();
        }
        if (grown) {
            weigh(tag);
        }
        return merged;
    }

    /// Puts what is there on the scales once more; it may be gone, or another's by now.
    private void weigh(Tag tag) {
        byTag.asMap().computeIfPresent(tag, (_, known) -> known);
    }

    /// Tells of an event that was committed.
    void feed(Set<Tag> tags, Placed event) {
        forEachSlot(tags, event.message().type().qualifiedName(), slot -> insert(slot.events, event));
    }

    /// Tells of an event that was committed and that this version can't read: no list that lacks it may be given.
    void feedUnreadable(Set<Tag> tags, QualifiedName type) {
        forEachSlot(tags, type, slot -> {
            slot.unreadable = true;
            slot.complete = false;
        });
    }

    private void forEachSlot(Set<Tag> tags, QualifiedName type, Consumer<Slot> told) {
        if (!cachedTypes.contains(type)) {
            return;
        }
        for (Tag tag : tags) {
            TagEvents known = byTag.getIfPresent(tag);
            if (known == null) {
                continue;
            }
            boolean grown = false;
            synchronized (known) {
                Slot slot = known.slots.get(type);
                if (slot != null) {
                    told.accept(slot);
                    grown = known.hasGrown();
                }
            }
            if (grown) {
                weigh(tag);
            }
        }
    }

    private static void insert(List<Placed> events, Placed event) {
        long position = event.position().position();
        if (events.isEmpty() || events.getLast().position().position() < position) {
            events.add(event);
        } else if (events.stream().noneMatch(other -> other.position().position() == position)) {
            events.add(event);
            events.sort(Comparator.comparingLong(other -> other.position().position()));
        }
    }
}
