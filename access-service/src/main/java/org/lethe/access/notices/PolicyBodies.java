package org.lethe.access.notices;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyId;
import org.lethe.contracts.PolicyKind;
import org.lethe.web.Chars;
import org.lethe.web.InvalidBodyException;

/// What goes in and out of the routes of policies. Bodies with words print nothing of them.
final class PolicyBodies {
    static final int TEXT = 24_000; // what the door for words takes of one event
    static final int RECIPIENTS = 500;
    static final int VERSION_LENGTH = 40;
    static final int CHANNEL_LENGTH = 50;
    private static final String VERSION = "[A-Za-z0-9][A-Za-z0-9._-]{0,39}";
    private static final String CHANNEL = "[a-z][a-z0-9_-]{0,49}";
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    private PolicyBodies() {}

    /// @param effectiveFrom absent for the earliest that is possible
    /// @param material absent for yes, the strict reading
    /// @param kind absent for a policy
    record NewPolicy(
            PolicyAudience audience,
            @Chars(max = VERSION_LENGTH) String version,
            @Nullable Instant effectiveFrom,
            @Chars(max = TEXT) String text,
            @Nullable Boolean material,
            @Nullable PolicyKind kind) {
        void check() {
            if (!version.matches(VERSION)) {
                throw new InvalidBodyException("/version", "a version in clear, such as 2027-01 or 3.1: " + VERSION);
            }
            if (effectiveFrom != null && (effectiveFrom.isBefore(EARLIEST) || effectiveFrom.isAfter(LATEST))) {
                throw new InvalidBodyException("/effective_from", "a time from 1970 to 2999");
            }
            if (text.length() > TEXT) {
                throw new InvalidBodyException(
                        "/text", "1 to " + TEXT + " characters, where one such as an emoji counts as two");
            }
            if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
                throw new InvalidBodyException(
                        "/text", "plain text: no control characters but line breaks and tabulators");
            }
            if (kindOrPolicy() == PolicyKind.OWNERSHIP && !isMaterial()) {
                throw new InvalidBodyException(
                        "/material", "true, or nothing: a change of ownership is always material");
            }
        }

        PolicyKind kindOrPolicy() {
            return kind == null ? PolicyKind.POLICY : kind;
        }

        boolean isMaterial() {
            return material == null || material;
        }

        @Nullable
        Instant effective() {
            return effectiveFrom == null ? null : effectiveFrom.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record NewAnnouncement(
            @Chars(max = CHANNEL_LENGTH) String channel,
            @Chars(max = RECIPIENTS) String recipients,
            @Nullable Instant announcedAt) {
        void check() {
            if (!channel.matches(CHANNEL) || channel.equals(PublishPolicy.PAGE)) {
                throw new InvalidBodyException(
                        "/channel",
                        "a code in clear, such as email or in_chat: " + CHANNEL
                                + "; not page, where it was announced by being published");
            }
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param text absent in lists, and where the client's keys are gone
    record ShownPolicy(
            PolicyId policyId,
            PolicyAudience audience,
            PolicyKind kind,
            String version,
            PolicyState state,
            boolean material,
            Instant effectiveFrom,
            Instant publishedAt,
            String publishedBy,
            @Nullable String text,
            @Nullable List<ShownAnnouncement> announcements) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param recipients absent for the page, and for who may not read the client's words
    record ShownAnnouncement(
            String channel, @Nullable String recipients, Instant announcedAt, Instant recordedAt, String recordedBy) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }
}
