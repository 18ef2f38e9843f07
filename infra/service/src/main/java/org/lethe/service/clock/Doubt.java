package org.lethe.service.clock;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Locale;

/// Why the clock is not believed.
///
/// @param by how far it is ahead of what it is held against; negative where it is behind
public record Doubt(Kind kind, Duration by) {

    /// What it is held against.
    public enum Kind {
        @JsonProperty("unchecked")
        UNCHECKED("the clock was not held against the database's yet", true),

        @JsonProperty("monotonic")
        MONOTONIC("the clock leapt while the process ran", true),

        @JsonProperty("database")
        DATABASE("the clock and the database's are apart", true),

        @JsonProperty("events")
        EVENTS("the log holds events that are recorded later than it is", true),

        @JsonProperty("last_seen")
        LAST_SEEN("the clock is behind what was seen before", true),

        @JsonProperty("long_stop")
        LONG_STOP("nothing ran for longer than is usual, or the clock was set ahead meanwhile", false);

        private final String meaning;
        private final boolean recordsWrongTimes;

        Kind(String meaning, boolean recordsWrongTimes) {
            this.meaning = meaning;
            this.recordsWrongTimes = recordsWrongTimes;
        }

        /// As JSON and events have it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// In words for a person; goes on from nothing.
        public String meaning() {
            return meaning;
        }
    }

    /// Whether what is recorded now is likely to be given a wrong time.
    public boolean recordsWrongTimes() {
        return kind.recordsWrongTimes;
    }

    @Override
    public String toString() {
        return kind.meaning + (by.isZero() ? "" : " (by " + by.toSeconds() + " s)");
    }
}
