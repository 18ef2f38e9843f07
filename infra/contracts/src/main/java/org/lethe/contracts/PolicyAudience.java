package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// Whom a policy is for.
public enum PolicyAudience {
    /// Who talks to the client in chats.
    @JsonProperty("consumer")
    CONSUMER,
    /// The client's own customers under contract, and their staff.
    @JsonProperty("client")
    CLIENT,
    /// Who only looks at the client's sites.
    @JsonProperty("visitor")
    VISITOR;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
