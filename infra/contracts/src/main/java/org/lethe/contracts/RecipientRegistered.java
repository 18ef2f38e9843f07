package org.lethe.contracts;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client may disclose to somebody from now on. Their name and the reference of the contract stand in the envelope.
///
/// @param kind a code of the client's, such as `sub_processor` or `authority`
/// @param region where they are
/// @param contractEnds the last day of the contract, in UTC; absent where it has no end, or there is none
@WireName("RecipientRegistered")
public record RecipientRegistered(
        RecipientId recipient,
        ClientId client,
        String kind,
        String region,
        @Nullable LocalDate contractEnds,
        String by) implements WordedEvent {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.RECIPIENT, recipient), EventTag.of(EventTag.DISCLOSURES_OF, client));
    }
}
