package org.lethe.contracts;

import java.util.List;

/// A step of an entry in a client's register of disclosures: what of consumers left, or is to leave.
public sealed interface DisclosureEvent extends WordedEvent
        permits DisclosureProposed, DisclosureRecorded, DisclosureRefused {

    DisclosureId disclosure();

    ClientId client();

    /// Who did it: an API key's id.
    String by();

    @Override
    default List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.DISCLOSURE, disclosure()), EventTag.of(EventTag.DISCLOSURES_OF, client()));
    }
}
