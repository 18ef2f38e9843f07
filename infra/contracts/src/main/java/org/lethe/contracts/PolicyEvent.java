package org.lethe.contracts;

import java.util.List;

/// A step of what a client tells people of how it handles their data.
public sealed interface PolicyEvent extends WordedEvent permits PolicyChangeAnnounced, PolicyPublished {

    PolicyId policy();

    ClientId client();

    /// Who did it: an API key's id.
    String by();

    @Override
    default List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.POLICY, policy()), EventTag.of(EventTag.POLICIES_OF, client()));
    }
}
