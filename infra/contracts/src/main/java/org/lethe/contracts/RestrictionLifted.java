package org.lethe.contracts;

import java.util.List;

/// It is read again as before.
@WireName("RestrictionLifted")
public record RestrictionLifted(ConsumerId consumer, ClientId client, String by) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONSUMER, consumer));
    }
}
