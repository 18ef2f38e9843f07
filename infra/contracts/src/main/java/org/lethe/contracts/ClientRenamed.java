package org.lethe.contracts;

import java.util.List;

/// A client changed its name.
@WireName("ClientRenamed")
public record ClientRenamed(ClientId client, String name) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client));
    }
}
