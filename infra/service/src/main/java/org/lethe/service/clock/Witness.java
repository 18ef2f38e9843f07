package org.lethe.service.clock;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the wall clock is held against besides the monotonic one.
interface Witness {
    /// @param database what its clock says
    /// @param newest when the newest event was recorded
    /// @param seen the latest time that a trusted clock was seen to say
    /// @param confirmation what a person said last
    record Testimony(
            Instant database, Optional<Instant> newest, Optional<Instant> seen, Optional<Confirmation> confirmation) {}

    /// A person said that the clock is right.
    ///
    /// @param number counts them
    /// @param at what the clock said
    /// @param database what the database's clock said at that moment
    /// @param recordedUpTo the latest time in the log at that moment: events of until then are no news
    record Confirmation(long number, Instant at, Instant database, Instant recordedUpTo) {
        /// What the right clock says when the database's says this.
        Instant at(Instant later) {
            return at.plus(Duration.between(database, later));
        }
    }

    Testimony ask() throws SQLException;

    /// A trusted clock says this.
    void saw(Instant now) throws SQLException;

    /// A person says that this is right, now.
    void confirm(Instant now) throws SQLException;
}
