package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// What is asked for.
public enum RequestType {
    @JsonProperty("access")
    ACCESS,
    @JsonProperty("portability")
    PORTABILITY,
    @JsonProperty("correction")
    CORRECTION,
    @JsonProperty("deletion")
    DELETION,
    @JsonProperty("restriction")
    RESTRICTION,
    @JsonProperty("opt_out")
    OPT_OUT,
    @JsonProperty("objection")
    OBJECTION,
    @JsonProperty("complaint")
    COMPLAINT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
