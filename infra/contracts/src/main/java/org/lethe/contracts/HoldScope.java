package org.lethe.contracts;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a legal hold covers: content of the consumers or conversations that are named, or anybody's where none is, on
/// the channel and in the range of days. Content to come is covered too.
///
/// @param from first UTC day of the content's own time; absent where there is no first
/// @param to last UTC day, itself included; absent where there is no last
/// @param all true where nothing else is named: the whole client
public record HoldScope(
        List<ConsumerId> consumers,
        List<ConversationId> conversations,
        @Nullable Channel channel,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        boolean all) {

    public HoldScope {
        consumers = List.copyOf(consumers);
        conversations = List.copyOf(conversations);
    }

    /// Whether it names people or conversations: their content is kept by escrow when a key goes. Where it names none,
    /// whole buckets are kept.
    public boolean namesContent() {
        return !consumers.isEmpty() || !conversations.isEmpty();
    }

    /// The same with one more consumer named, where it names any of these.
    HoldScope following(Collection<ConsumerId> formerly, ConsumerId consumer) {
        if (consumers.contains(consumer) || Collections.disjoint(consumers, formerly)) {
            return this;
        }
        List<ConsumerId> more = new ArrayList<>(consumers);
        more.add(consumer);
        return new HoldScope(more, conversations, channel, from, to, all);
    }

    /// Whether content of this bucket may be covered, as far as the bucket tells.
    public boolean covers(Bucket bucket) {
        return (channel == null || channel.equals(bucket.channel()))
                && (from == null || !bucket.day().isBefore(from))
                && (to == null || !bucket.day().isAfter(to));
    }

    /// Whether this content is covered.
    public boolean covers(Bucket bucket, ConsumerId consumer, ConversationId conversation) {
        return covers(bucket)
                && (!namesContent() || consumers.contains(consumer) || conversations.contains(conversation));
    }
}
