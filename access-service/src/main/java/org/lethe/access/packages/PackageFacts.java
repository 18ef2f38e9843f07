package org.lethe.access.packages;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConsumerId;

/// What a package says beside the pieces. It prints its request only.
///
/// @param requestId that it answers
/// @param clientName the brand's, as people know it
/// @param preparedAt when; the time that all files in it carry
/// @param redactOthers whether agents are "Agent 1", "Agent 2", … in each conversation. What was said stays as it is
/// @param holds legal holds that may be told, one sentence each
/// @param disclosures that may be told, oldest first
public record PackageFacts(
        UUID requestId,
        Type type,
        String clientName,
        Instant preparedAt,
        ConsumerId consumerId,
        boolean redactOthers,
        List<String> holds,
        List<Disclosure> disclosures) {

    public enum Type {
        /// With pages for people.
        @JsonProperty("access")
        ACCESS,
        /// For machines only.
        @JsonProperty("portability")
        PORTABILITY
    }

    /// Content or contact data that left: the entry of the register.
    ///
    /// @param recipient its name
    /// @param reference of the paper
    public record Disclosure(
            Instant at,
            String recipient,
            String ground,
            String purpose,
            List<String> categories,
            @Nullable String region,
            @Nullable String reference) {

        public Disclosure {
            categories = List.copyOf(categories);
        }
    }

    public PackageFacts {
        holds = List.copyOf(holds);
        disclosures = List.copyOf(disclosures);
    }

    @Override
    public String toString() {
        return "PackageFacts[" + requestId + "]";
    }
}
