package org.lethe.contracts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What one retention key covers: the content of one category and channel of one UTC day, by the content's own time.
public record Bucket(Category category, Channel channel, LocalDate day) {

    public static Bucket of(Category category, Channel channel, Instant contentTime) {
        return new Bucket(category, channel, LocalDate.ofInstant(contentTime, ZoneOffset.UTC));
    }

    /// `<category>/<channel>/<yyyy-mm-dd>`, as keys and envelopes are bound to it.
    public String wireName() {
        return category.wireName() + "/" + channel.name() + "/" + day;
    }

    @Override
    public String toString() {
        return wireName();
    }
}
