package org.lethe.retention.holds;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldScope;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Items;

/// A hold's scope as it stands in a body: what is not named is absent.
record Scope(
        @Nullable @Items(max = MAX_NAMED, of = ANYBODY) List<ConsumerId> consumerIds,
        @Nullable @Items(max = MAX_NAMED, of = ANYBODY) List<ConversationId> conversationIds,
        @Nullable Channel channel,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable Boolean all) {
    static final int MAX_NAMED = 200; // ids in a scope; an event stays small
    static final String ANYBODY = "ids; leave it out for anybody's";

    static Scope of(HoldScope scope) {
        return new Scope(
                scope.consumers().isEmpty() ? null : scope.consumers(),
                scope.conversations().isEmpty() ? null : scope.conversations(),
                scope.channel(),
                scope.from(),
                scope.to(),
                scope.all() ? true : null);
    }

    HoldScope checked() {
        boolean whole = Boolean.TRUE.equals(all);
        boolean particular =
                consumerIds != null || conversationIds != null || channel != null || from != null || to != null;
        if (whole == particular) {
            throw new InvalidBodyException(
                    "/scope",
                    "either all: true alone, or at least one of consumer_ids, conversation_ids, channel, from, to");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw new InvalidBodyException("/scope/to", "the first day, or a later one");
        }
        return new HoldScope(
                consumerIds == null ? List.of() : List.copyOf(new LinkedHashSet<>(consumerIds)),
                conversationIds == null ? List.of() : List.copyOf(new LinkedHashSet<>(conversationIds)),
                channel,
                from,
                to,
                whole);
    }
}
