package org.lethe.eventlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.EventCriterion;

/// Whether something stands in the log that an append's condition forbids. From memory while the condition's marker
/// lies above the horizon, else from the database. Belongs to the writer's thread.
final class Conflicts {
    private final RecentAppends recent;
    private final LogHead head;
    private final Set<String> uniqueTagKeys;

    Conflicts(RecentAppends recent, LogHead head, Set<String> uniqueTagKeys) {
        this.recent = recent;
        this.head = head;
        this.uniqueTagKeys = uniqueTagKeys;
    }

    boolean with(PendingAppend append, Batch batch, Connection open) throws SQLException {
        return uniqueTagIsTaken(append.rows, batch, open)
                || (!append.condition.isNone() && isForbidden(append.condition, batch, open));
    }

    private boolean uniqueTagIsTaken(List<EventRow> rows, Batch batch, Connection open) throws SQLException {
        for (EventRow row : rows) {
            if (row.uniqueTag() == null) {
                continue;
            }
            if (batch.lastPosition(row.uniquePair()) != RecentAppends.NEVER) {
                return true;
            }
            if (recent.lastPosition(row.uniquePair()) != RecentAppends.NEVER
                    && !EventTable.taken(open, Set.of(row.uniqueTag())).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private boolean isForbidden(Condition condition, Batch batch, Connection open) throws SQLException {
        if (condition.everything()) {
            return batch.last() > condition.marker();
        }
        for (long pair : condition.pairs()) {
            if (batch.lastPosition(pair) > condition.marker() || recent.lastPosition(pair) > condition.marker()) {
                return true;
            }
        }
        for (EventCriterion criterion : condition.joint()) {
            if (standsInBatch(criterion, batch) || standsInLog(criterion, condition.marker(), open)) {
                return true;
            }
        }
        return condition.marker() < Math.min(recent.horizon(), head.position()) && standsInLog(condition, open);
    }

    private boolean standsInLog(Condition condition, Connection open) throws SQLException {
        for (EventCriterion criterion : condition.criteria()) {
            if (standsInLog(criterion, condition.marker(), open)) {
                return true;
            }
        }
        return false;
    }

    private boolean standsInLog(EventCriterion criterion, long after, Connection open) throws SQLException {
        return head.position() > after
                && !EventTable.find(open, criterion.tags(), criterion.types(), after, uniqueTagKeys)
                        .isEmpty();
    }

    private static boolean standsInBatch(EventCriterion criterion, Batch batch) {
        return batch.appends().stream()
                .flatMap(append -> append.rows.stream())
                .anyMatch(row -> criterion.matches(row.message().type().qualifiedName(), row.tags()));
    }
}
