package org.lethe.transcript.conversations;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.KeyKind;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.sql.Sql;
import org.lethe.transcript.content.ExpiryReceipt;
import org.lethe.transcript.forgetting.ContentView;

/// How much of conversations has expired, by the days of what was said, whenever they began and ended: one statement
/// for a page, which costs as much as there are such days.
final class ExpiredMessages {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(2);

    private static final String SELECT = """
            SELECT c.conversation_id, sum(c.contents) FILTER (WHERE e.day IS NOT NULL),
                bool_and(e.day IS NOT NULL), max(e.expired_at),
                (array_agg(e.fingerprint ORDER BY e.expired_at DESC NULLS LAST))[1]
            FROM transcript.content c LEFT JOIN transcript.expired_bucket e USING (client_id, category, channel, day)
            WHERE c.conversation_id = ANY (?) AND c.category = 'messages'
            GROUP BY c.conversation_id HAVING bool_or(e.day IS NOT NULL)
            """;

    private final DataSource dataSource;
    private final Freshness freshness;

    ExpiredMessages(Foundation foundation) {
        this(foundation.dataSource(), foundation.freshness(ContentView.NAME));
    }

    /// @param freshness of the view of content
    ExpiredMessages(DataSource dataSource, Freshness freshness) {
        this.dataSource = dataSource;
        this.freshness = freshness;
    }

    /// @param messages how many of them
    /// @param whole whether no message is left
    /// @param receipt of the day that went last
    record Expired(int messages, boolean whole, ExpiryReceipt receipt) {}

    /// Those of the conversations of which something has expired. Only where that is so the newest message matters: it
    /// may be the one that is left. What was said a moment before its key went is counted a moment later.
    Map<ConversationId, Expired> of(Collection<ConversationId> conversations) throws SQLException {
        Map<ConversationId, Expired> expired = select(conversations);
        return expired.isEmpty() || !freshness.awaitCaughtUp(VIEW_WAIT) ? expired : select(conversations);
    }

    private Map<ConversationId, Expired> select(Collection<ConversationId> conversations) throws SQLException {
        Map<ConversationId, Expired> expired = new HashMap<>();
        if (!conversations.isEmpty()) {
            Sql.on(dataSource, SELECT)
                    .array("uuid", conversations, ConversationId::value)
                    .list(row -> expired.put(
                            new ConversationId(row.uuid(1)),
                            new Expired(
                                    row.number(2),
                                    row.is(3),
                                    new ExpiryReceipt(
                                            row.instant(4),
                                            List.of(new DestroyedKey(
                                                    KeyKind.BUCKET,
                                                    row.textIfAny(5).orElse(null)))))));
        }
        return expired;
    }
}
