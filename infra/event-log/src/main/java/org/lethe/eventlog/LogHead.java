package org.lethe.eventlog;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.Tag;
import org.lethe.contracts.UnknownEventTypeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far this process knows the log. Whatever stands at or before the position was fed to the caches before the
/// position was published.
final class LogHead {
    private static final Logger log = LoggerFactory.getLogger(LogHead.class);
    private final DecisionCache decisions;
    private final UniqueTags uniqueTags;
    private final EventDecoder decoder;
    private final RecentEvents recent = new RecentEvents();
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final long startedAt;
    private final Map<QualifiedName, AtomicLong> lastOfType = new ConcurrentHashMap<>();
    private volatile long position;

    LogHead(long position, DecisionCache decisions, UniqueTags uniqueTags, EventDecoder decoder) {
        this.position = position;
        this.startedAt = position;
        this.decisions = decisions;
        this.uniqueTags = uniqueTags;
        this.decoder = decoder;
    }

    long position() {
        return position;
    }

    /// The last position of an event of these types that came since this process knows the log; 0 before the first.
    long lastOf(Set<QualifiedName> types) {
        long last = 0;
        for (QualifiedName type : types) {
            AtomicLong position = lastOfType.get(type);
            last = position == null ? last : Math.max(last, position.get());
        }
        return last;
    }

    /// Whether an event of these types may stand after a position; no is certain.
    ///
    /// @param types none for any
    boolean mayHold(Set<QualifiedName> types, long after) {
        return types.isEmpty() || after < startedAt || lastOf(types) > after;
    }

    private void seen(QualifiedName type, LogPosition place) {
        lastOfType.computeIfAbsent(type, first -> new AtomicLong()).set(place.position());
    }

    /// An event of this process's own.
    void feed(EventRow row, LogPosition place) {
        seen(row.message().type().qualifiedName(), place);
        if (row.uniqueTag() != null) {
            uniqueTags.used(row.uniqueTag());
        }
        decisions.feed(row.tags(), new DecisionCache.Placed(place, row.message()));
        recent.add(row, place);
    }

    /// This process's own newest events, up to the position that is published.
    RecentEvents recent() {
        return recent;
    }

    /// An event of another process's.
    ///
    /// @return the pairs under which the index of recent appends finds it
    long[] feed(StoredEvent event) {
        Set<Tag> tags = event.tags().stream().map(EventDecoder::tag).collect(Collectors.toUnmodifiableSet());
        QualifiedName type = new QualifiedName(event.type());
        tags.stream().filter(uniqueTags::isUnique).map(EventTable::text).forEach(uniqueTags::used);
        seen(type, EventDecoder.place(event));
        try {
            decisions.feed(tags, new DecisionCache.Placed(EventDecoder.place(event), decoder.message(event)));
        } catch (UnknownEventTypeException e) {
            // A newer version wrote it. Capture goes on; only a decision that sources this very type fails, as it
            // would decide without knowing what happened.
            decisions.feedUnreadable(tags, type);
            log.warn("The log holds an event that this version does not know: {}", event.type());
        }
        return TagHash.pairs(type, tags);
    }

    void uniqueTagUsed(String tag) {
        uniqueTags.used(tag);
    }

    void publish(long newPosition) {
        position = newPosition;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) { // what is published is durable, whatever a listener makes of it
                log.error("A listener to the head failed", e);
            }
        }
    }

    /// Called on the writer's thread at each step of the head: must be quick.
    void onPublish(Runnable listener) {
        listeners.add(listener);
    }
}
