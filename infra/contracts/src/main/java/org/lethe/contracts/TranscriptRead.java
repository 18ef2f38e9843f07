package org.lethe.contracts;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Somebody read a transcript, and for what.
///
/// @param purpose in the reader's words; [#FOR_HOLD] where it was a legal hold
/// @param hold that was read for, which opens what nobody else can read any more; absent where there was none
@WireName(value = "TranscriptRead", version = 2, upcasters = TranscriptRead.HoldWithinPurpose.class)
public record TranscriptRead(
        ConversationId conversation,
        String purpose,
        @Nullable HoldId hold,
        String format,
        int messages,
        String by) implements Event {
    public static final String FOR_HOLD = "legal-hold";

    /// The consumer's own, for what they asked for.
    public static final String FOR_REQUEST = "consumer-request";

    /// The first version said `legal-hold:<hold_id>` as the purpose, so each hold was a purpose of its own. Before
    /// there were holds, anybody could say something like it.
    static final class HoldWithinPurpose implements Upcaster {
        private static final Pattern SAID =
                Pattern.compile(FOR_HOLD + ":(\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12})");

        @Override
        public ObjectNode next(ObjectNode facts) {
            Matcher said = SAID.matcher(facts.path("purpose").asString(""));
            return said.matches() ? facts.put("purpose", FOR_HOLD).put("hold", said.group(1)) : facts;
        }
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONVERSATION, conversation));
    }
}
