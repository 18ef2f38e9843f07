package org.lethe.eventlog;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.messaging.eventstreaming.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers "was this unique tag ever used?" from memory: no is certain, maybe asks the database. Filled from the log in
/// the background at start; until then every answer is maybe.
final class UniqueTags {
    private static final Logger log = LoggerFactory.getLogger(UniqueTags.class);
    private static final double FALSE_POSITIVES = 0.01;
    private static final int FETCH_ROWS = 50_000;

    private final Set<String> keys;
    private final BloomFilter<Long> used;
    private volatile boolean complete;

    UniqueTags(Set<String> keys, long expected) {
        this.keys = keys;
        this.used = BloomFilter.create(Funnels.longFunnel(), expected, FALSE_POSITIVES);
    }

    boolean isUnique(Tag tag) {
        return keys.contains(tag.key());
    }

    void used(String uniqueTag) {
        used.put(TagHash.of(uniqueTag));
    }

    boolean mightBeUsed(String uniqueTag) {
        return !complete || used.mightContain(TagHash.of(uniqueTag));
    }

    /// Reads all unique tags up to the head at which recording began. A failure leaves every answer at maybe.
    void load(DataSource dataSource, long head) {
        if (head == 0) {
            complete = true;
            return;
        }
        Thread.ofVirtual().name("lethe-log-unique-tags").start(() -> {
            try (Connection connection = dataSource.getConnection()) {
                read(connection);
                complete = true;
            } catch (SQLException e) {
                log.warn("The filter of unique tags is not loaded: each message id is looked up in the database", e);
            }
        });
    }

    private void read(Connection connection) throws SQLException {
        connection.setAutoCommit(false); // a cursor needs a transaction
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT unique_tag FROM event_log.event WHERE unique_tag IS NOT NULL")) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    used(rows.getString(1));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
