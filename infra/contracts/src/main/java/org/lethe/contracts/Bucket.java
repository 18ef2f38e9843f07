package org.lethe.contracts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// What one retention key covers: the content of one category and channel of one UTC day, by the content's own time.
public record Bucket(Category category, Channel channel, LocalDate day) {

    public static Bucket of(Category category, Channel channel, Instant contentTime) {
        return new Bucket(category, channel, LocalDate.ofInstant(contentTime, ZoneOffset.UTC));
    }

    /// What [#wireName] gave.
    ///
    /// @throws IllegalArgumentException if it is no bucket's
    public static Bucket ofWireName(String name) {
        String[] parts = name.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a bucket is <category>/<channel>/<yyyy-mm-dd>");
        }
        try {
            return new Bucket(
                    Category.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                    new Channel(parts[1]),
                    LocalDate.parse(parts[2]));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a bucket's day is <yyyy-mm-dd>", e);
        }
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
