package org.lethe.retention.buckets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ContentEvent;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.MessageAmended;
import org.lethe.contracts.MessageRecorded;
import org.lethe.contracts.Sealed;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;

/// Turns events into sums: how many envelopes of how many bytes each conversation has in each bucket.
final class Contents {
    private static final Criteria.Types OPENED = Criteria.types(ConversationOpened.class);

    /// Where content lies.
    record Place(ClientId client, Bucket bucket, UUID conversation, UUID consumer) {}

    /// What lies there.
    record Sum(long contents, long bytes) {
        Sum plus(Sum other) {
            return new Sum(contents + other.contents, bytes + other.bytes);
        }
    }

    /// One row to add.
    record Row(Place place, Sum sum) {}

    private final EventLog log;
    private final Map<ConversationId, ConsumerId> opened = new LinkedHashMap<>();
    private final Map<Place, Sum> sums = new LinkedHashMap<>();

    Contents(EventLog log) {
        this.log = log;
    }

    boolean isEmpty() {
        return sums.isEmpty();
    }

    void opened(ConversationOpened begun) {
        opened.put(begun.conversation(), begun.consumer());
    }

    /// A message is one, whatever became of it: what amends it only takes room, and it counts when it is scrubbed too.
    void add(Sourced sourced, ContentEvent content) {
        Sealed sealed = sourced.entry().sealed();
        if (content.channel().equals(Channel.OPERATOR) || sealed == null && !(content instanceof MessageRecorded)) {
            return;
        }
        int count = content instanceof MessageAmended ? 0 : 1;
        int bytes = sealed == null ? 0 : sealed.bytes().length;
        consumer(content)
                .map(consumer -> new Place(
                        sourced.entry().client(),
                        content.bucket(),
                        content.conversation().value(),
                        consumer.value()))
                .ifPresent(place -> sums.merge(place, new Sum(count, bytes), Sum::plus));
    }

    private Optional<ConsumerId> consumer(ContentEvent content) {
        ConsumerId said = content.consumer();
        return said == null ? consumer(content.conversation()) : Optional.of(said);
    }

    /// A visit, for one, does not say whose it is. The conversation was opened by the event before it, which stands in
    /// the same batch but where a batch ends between the two.
    private Optional<ConsumerId> consumer(ConversationId conversation) {
        ConsumerId known = opened.get(conversation);
        if (known != null) {
            return Optional.of(known);
        }
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CONVERSATION, conversation, OPENED))) {
            if (sourced.event() instanceof ConversationOpened begun) {
                return Optional.of(begun.consumer());
            }
        }
        return Optional.empty();
    }

    /// Hands over what was added since.
    List<Row> take() {
        List<Row> rows = new ArrayList<>(sums.size());
        sums.forEach((place, sum) -> rows.add(new Row(place, sum)));
        sums.clear();
        return rows;
    }
}
