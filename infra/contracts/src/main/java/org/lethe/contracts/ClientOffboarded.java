package org.lethe.contracts;

import java.util.List;

/// A client left. Nothing new is taken for it; what is kept goes by its schedule, and its keys K when the period of
/// `account_end` has passed.
@WireName("ClientOffboarded")
public record ClientOffboarded(ClientId client, String by) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client));
    }
}
