package org.lethe.eventlog;

import java.util.List;
import org.lethe.sql.Grant;
import org.lethe.sql.Schema;

/// The log's table, in the schema `event_log`, and what a role may do with it.
public final class EventLogSchema {
    public static final Schema SCHEMA = Schema.of("event_log", EventLogSchema.class);

    /// For decisions that look into the log once more in the transaction of their append.
    public static final Grant READING = new Grant("SELECT", "event_log.event");

    /// To append as well; nobody changes or removes.
    public static final List<Grant> APPENDING = List.of(new Grant("SELECT, INSERT", "event_log.event"));

    /// To tell other processes what the clock said, and whether a person confirmed it.
    public static final Grant CLOCK = new Grant("SELECT, INSERT, UPDATE", "event_log.clock");

    /// To take out the envelopes that a `MessageScrubbed` in the log names, and no others: a trigger sees to that.
    public static final Grant SCRUBBING = new Grant("INSERT", "event_log.scrubbed");

    private EventLogSchema() {}
}
