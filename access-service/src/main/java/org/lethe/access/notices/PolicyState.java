package org.lethe.access.notices;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a policy stands at some moment.
enum PolicyState {
    /// Published, and effective later.
    @JsonProperty("to_come")
    TO_COME,
    @JsonProperty("in_force")
    IN_FORCE,
    /// Another one took its place.
    @JsonProperty("superseded")
    SUPERSEDED
}
