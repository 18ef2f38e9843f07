package org.lethe.contracts;

import java.util.List;

/// Whether it takes two people to end a client's holds: one asks, another agrees.
@WireName("LegalHoldPolicySet")
public record LegalHoldPolicySet(ClientId client, boolean twoPersonRelease, String by) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client));
    }
}
