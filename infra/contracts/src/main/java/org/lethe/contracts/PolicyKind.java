package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// What a client tells.
public enum PolicyKind {
    /// How data is handled.
    @JsonProperty("policy")
    POLICY,
    /// That somebody else will own the client, and what consumers may choose then. Always material.
    @JsonProperty("ownership")
    OWNERSHIP;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
