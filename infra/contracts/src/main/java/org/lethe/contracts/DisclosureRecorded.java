package org.lethe.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something of consumers leaves. Purpose and reference of the paper stand in the envelope, or in that of the proposal
/// where there was one.
///
/// @param proposedBy who proposed what this person approved; absent where that was not needed
@WireName("DisclosureRecorded")
public record DisclosureRecorded(
        DisclosureId disclosure,
        ClientId client,
        Disclosed what,
        @Nullable String proposedBy,
        String by) implements DisclosureEvent {
    @Override
    public List<EventTag> tags() {
        return Disclosed.tags(DisclosureEvent.super.tags(), what);
    }
}
