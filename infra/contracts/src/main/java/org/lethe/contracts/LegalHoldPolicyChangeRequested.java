package org.lethe.contracts;

import java.util.List;

/// One person wants that a single one may end holds; another has to agree.
@WireName("LegalHoldPolicyChangeRequested")
public record LegalHoldPolicyChangeRequested(ClientId client, boolean twoPersonRelease, String by) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client));
    }
}
