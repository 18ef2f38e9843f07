package org.lethe.access.disclosures;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.Disclosed;
import org.lethe.contracts.DisclosureGround;
import org.lethe.contracts.DisclosureId;
import org.lethe.contracts.RecipientId;
import org.lethe.web.Chars;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Items;

/// What goes in and out of the routes of the register. Bodies with words print nothing of them.
final class DisclosureBodies {
    static final int NAME = 200;
    static final int WORDS = 2_000;
    static final int MOST_CATEGORIES = 20;
    static final int CODE_LENGTH = 50;
    private static final String CODE = "[a-z][a-z0-9_-]{0,49}";
    private static final String REGION = "[A-Za-z][A-Za-z0-9 _-]{0,49}";

    private DisclosureBodies() {}

    /// @param ends the last day; absent where it has no end
    record Contract(
            @Chars(max = NAME) String reference, @Nullable LocalDate ends) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record NewRecipient(
            @Chars(max = NAME) String name,
            @Chars(max = CODE_LENGTH) String kind,
            @Chars(max = CODE_LENGTH) String region,
            @Nullable Contract contract) {
        void check() {
            requireCode("/kind", kind);
            requireRegion(region);
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// Words are absent for who may not read them.
    record ShownRecipient(
            RecipientId recipientId,
            @Nullable String name,
            String kind,
            String region,
            @Nullable ShownContract contract,
            Instant registeredAt,
            String registeredBy) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record ShownContract(
            @Nullable String reference, @Nullable LocalDate ends) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record NewDisclosure(
            RecipientId recipientId,
            DisclosureGround ground,
            @Chars(max = WORDS) String purpose,
            @Nullable @Chars(max = NAME) String reference,

            @Nullable @Items(max = Disclosed.MOST_CONSUMERS, of = "ids; leave it out where there are none")
            List<ConsumerId> consumerIds,

            @Nullable @Items(max = Disclosed.MOST_CONSUMERS, of = "ids; leave it out where there are none")
            List<ConversationId> conversationIds,

            @Items(max = MOST_CATEGORIES, of = "categories") List<String> categories,
            @Chars(max = CODE_LENGTH) String region,
            @Nullable Instant mayBeToldFrom) {
        void check() {
            if (consumerIds == null && conversationIds == null) {
                throw new InvalidBodyException("/consumer_ids", "these or conversation_ids: whose data leaves");
            }
            for (int i = 0; i < categories.size(); i++) {
                requireCode("/categories/" + i, categories.get(i));
            }
            requireRegion(region);
            if (mayBeToldFrom != null && !ground.isLawfulProcess() && ground != DisclosureGround.PROTECTION_OF_RIGHTS) {
                throw new InvalidBodyException(
                        "/may_be_told_from",
                        "nothing on this ground: only lawful process and protection_of_rights forbid to tell");
            }
        }

        /// @param concerned all consumers of it
        Disclosed facts(List<ConsumerId> concerned) {
            return new Disclosed(
                    recipientId,
                    ground,
                    concerned,
                    conversationIds == null
                            ? List.of()
                            : conversationIds.stream().distinct().toList(),
                    categories.stream().distinct().toList(),
                    region,
                    mayBeToldFrom == null ? null : mayBeToldFrom.truncatedTo(ChronoUnit.MICROS));
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record Refusal(@Chars(max = WORDS) String reason) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// Words are absent for who may not read them.
    record ShownDisclosure(
            DisclosureId disclosureId,
            DisclosureState state,
            RecipientId recipientId,
            DisclosureGround ground,
            @Nullable String purpose,
            @Nullable String reference,
            List<ConsumerId> consumerIds,
            List<ConversationId> conversationIds,
            List<String> categories,
            String region,
            @Nullable Instant mayBeToldFrom,
            @Nullable Instant proposedAt,
            @Nullable String proposedBy,
            @Nullable Instant lapsesAt,
            @Nullable Instant recordedAt,
            @Nullable String recordedBy,
            @Nullable Instant refusedAt,
            @Nullable String refusedBy,
            @Nullable String refusalReason) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    private static void requireCode(String pointer, String code) {
        if (!code.matches(CODE)) {
            throw new InvalidBodyException(pointer, "a code in clear, such as sub_processor or messages: " + CODE);
        }
    }

    private static void requireRegion(String region) {
        if (!region.matches(REGION)) {
            throw new InvalidBodyException("/region", "a region in clear, such as eu or US-NY: " + REGION);
        }
    }
}
