package org.lethe.contracts;

import java.util.List;

/// Lawful process wants something; nothing leaves before another person has approved it. Purpose and reference of the
/// paper stand in the envelope.
@WireName("DisclosureProposed")
public record DisclosureProposed(DisclosureId disclosure, ClientId client, Disclosed what, String by)
        implements DisclosureEvent {
    @Override
    public List<EventTag> tags() {
        return Disclosed.tags(DisclosureEvent.super.tags(), what);
    }
}
