package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// Kinds of content that have retention periods of their own.
public enum Category {
    @JsonProperty("messages")
    MESSAGES,
    @JsonProperty("attachments")
    ATTACHMENTS,
    @JsonProperty("surveys")
    SURVEYS,
    /// Name, e-mail, phone, external id.
    @JsonProperty("contact")
    CONTACT,
    /// IP address, user agent, page, referrer, location; kept apart from who somebody is.
    @JsonProperty("visit")
    VISIT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
