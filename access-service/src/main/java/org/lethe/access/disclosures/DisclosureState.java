package org.lethe.access.disclosures;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// How an entry of the register stands.
enum DisclosureState {
    @JsonProperty("awaiting_approval")
    AWAITING_APPROVAL,
    @JsonProperty("recorded")
    RECORDED,
    @JsonProperty("refused")
    REFUSED,
    /// Nobody approved it in time.
    @JsonProperty("lapsed")
    LAPSED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
