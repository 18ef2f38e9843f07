package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// On what legal ground something leaves.
public enum DisclosureGround {
    @JsonProperty("consent")
    CONSENT,
    @JsonProperty("client_instruction")
    CLIENT_INSTRUCTION,
    @JsonProperty("sub_processor")
    SUB_PROCESSOR,
    @JsonProperty("partner_integration")
    PARTNER_INTEGRATION,
    @JsonProperty("subpoena")
    SUBPOENA,
    @JsonProperty("court_order")
    COURT_ORDER,
    @JsonProperty("search_warrant")
    SEARCH_WARRANT,
    @JsonProperty("other_legal_process")
    OTHER_LEGAL_PROCESS,
    /// Protection of rights or safety.
    @JsonProperty("protection_of_rights")
    PROTECTION_OF_RIGHTS,
    @JsonProperty("merger_or_acquisition")
    MERGER_OR_ACQUISITION;

    /// Whether somebody with the power to order it does.
    public boolean isLawfulProcess() {
        return switch (this) {
            case SUBPOENA, COURT_ORDER, SEARCH_WARRANT, OTHER_LEGAL_PROCESS -> true;
            case CONSENT,
                    CLIENT_INSTRUCTION,
                    SUB_PROCESSOR,
                    PARTNER_INTEGRATION,
                    PROTECTION_OF_RIGHTS,
                    MERGER_OR_ACQUISITION -> false;
        };
    }

    /// Whether it stands on what the consumer wants, so that an opt-out ends it.
    public boolean yieldsToOptOut() {
        return switch (this) {
            case CONSENT, PARTNER_INTEGRATION -> true;
            case CLIENT_INSTRUCTION,
                    SUB_PROCESSOR,
                    SUBPOENA,
                    COURT_ORDER,
                    SEARCH_WARRANT,
                    OTHER_LEGAL_PROCESS,
                    PROTECTION_OF_RIGHTS,
                    MERGER_OR_ACQUISITION -> false;
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
