package org.lethe.eventlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriterion;
import org.axonframework.messaging.eventstreaming.Tag;

/// An append condition, prepared on its caller's thread so that the writer only compares numbers.
///
/// @param marker nothing that matches may stand after this position
/// @param pairs hashes of single tag and type: each alone makes a conflict
/// @param joint criteria of several tags: the pairs only say that a conflict is possible
/// @param everything any event at all conflicts
record Condition(
        long marker, long[] pairs, List<EventCriterion> joint, boolean everything, Set<EventCriterion> criteria) {

    static final Condition NONE = new Condition(Long.MAX_VALUE, new long[0], List.of(), false, Set.of());

    static Condition of(AppendCondition condition) {
        return of(condition, condition.criteria().flatten());
    }

    /// @param criteria those of the condition, flattened
    static Condition of(AppendCondition condition, Set<EventCriterion> criteria) {
        if (condition.consistencyMarker() == ConsistencyMarker.INFINITY) {
            return NONE;
        }
        long marker = Math.max(0, GlobalIndexConsistencyMarker.position(condition.consistencyMarker()));
        if (!condition.criteria().hasCriteria()) {
            return new Condition(marker, new long[0], List.of(), true, Set.of());
        }
        long[] pairs = new long[criteria.size() * 4];
        int used = 0;
        List<EventCriterion> joint = new ArrayList<>(0);
        for (EventCriterion criterion : criteria) {
            if (criterion.tags().size() > 1) {
                joint.add(criterion);
                continue;
            }
            long tagHash = TagHash.NO_TAG;
            for (Tag tag : criterion.tags()) {
                tagHash = TagHash.of(tag);
            }
            int types = Math.max(1, criterion.types().size());
            if (used + types > pairs.length) {
                pairs = Arrays.copyOf(pairs, (used + types) * 2);
            }
            if (criterion.types().isEmpty()) {
                pairs[used++] = TagHash.pair(tagHash, TagHash.ANY_TYPE);
            }
            for (QualifiedName type : criterion.types()) {
                pairs[used++] = TagHash.pair(tagHash, TagHash.ofType(type));
            }
        }
        return new Condition(marker, Arrays.copyOf(pairs, used), joint, false, criteria);
    }

    boolean isNone() {
        return marker == Long.MAX_VALUE;
    }
}
