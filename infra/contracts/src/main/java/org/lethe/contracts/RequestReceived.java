package org.lethe.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody asks for something that they, or the law, may ask of a client. What they gave of themselves,
/// and their words, stand in `RequestWordsGiven`.
///
/// @param consumer who it is about; where what they gave leads to nobody, an id of this request alone
/// @param known whether it led to somebody
/// @param rule of the pack of deadlines, in the version then in force; the request keeps both
/// @param zone whose days count
/// @param via how it came
/// @param duplicateOf the same asked within the last year; absent where it was not
/// @param conversation where it is about one message of it alone; which, stands in the words. Absent where it is not
@WireName("RequestReceived")
public record RequestReceived(
        RequestId request,
        ClientId client,
        ConsumerId consumer,
        boolean known,
        RequestType type,
        String rule,
        int ruleVersion,
        String zone,
        Instant receivedAt,
        String via,
        @Nullable RequestId duplicateOf,
        @Nullable ConversationId conversation,
        String by)
        implements RequestEvent {}
