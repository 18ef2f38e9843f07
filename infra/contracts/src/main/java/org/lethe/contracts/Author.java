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
    SYSTEM;

    /// @throws IllegalArgumentException if nobody speaks on that side
    static Author ofWireName(String name) {
        return switch (name) {
            case "consumer" -> CONSUMER;
            case "agent" -> AGENT;
            case "bot" -> BOT;
            case "system" -> SYSTEM;
            default -> throw new IllegalArgumentException("nobody speaks as that");
        };
    }
}
