package org.lethe.contracts;

import java.util.List;

/// Somebody whom a legal hold names was erased under it and is known again by one of the same identifiers, as somebody
/// new. The holds follow: what is said with this consumer is covered as if they named it.
///
/// @param formerly whom the holds name
@WireName("HeldConsumerReturned")
public record HeldConsumerReturned(ClientId client, ConsumerId consumer, List<ConsumerId> formerly) implements Event {
    public HeldConsumerReturned {
        formerly = List.copyOf(formerly);
    }

    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.HOLDS_OF, client), EventTag.of(EventTag.CONSUMER, consumer));
    }
}
