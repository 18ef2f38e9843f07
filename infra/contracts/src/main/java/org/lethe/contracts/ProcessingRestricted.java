package org.lethe.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is held of a consumer is read for these purposes alone, until that is lifted.
///
/// @param request by which it was asked; absent where there was none
@WireName("ProcessingRestricted")
public record ProcessingRestricted(
        ConsumerId consumer,
        ClientId client,
        List<String> allowedPurposes,
        @Nullable RequestId request,
        String by) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONSUMER, consumer));
    }
}
