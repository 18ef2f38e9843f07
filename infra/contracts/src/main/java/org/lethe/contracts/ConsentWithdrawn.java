package org.lethe.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A consumer wants no more of this.
///
/// @param channels `email`, `sms`
/// @param uses `sale`, `partners`, `aggregates`, `profiling`
/// @param request by which it was asked; absent where there was none
@WireName("ConsentWithdrawn")
public record ConsentWithdrawn(
        ConsumerId consumer,
        ClientId client,
        List<String> channels,
        List<String> uses,
        @Nullable RequestId request,
        String by)
        implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONSUMER, consumer));
    }
}
