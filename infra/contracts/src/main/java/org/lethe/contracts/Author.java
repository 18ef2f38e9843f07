package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/// On whose side somebody speaks.
public enum Author {
    @JsonProperty("consumer")
    CONSUMER,
    @JsonProperty("agent")
    AGENT,
    @JsonProperty("bot")
    BOT,
    @JsonProperty("system")
    SYSTEM
}
