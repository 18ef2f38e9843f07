package org.lethe.contracts;

import java.time.Instant;
import java.util.List;

/// The last that could be read of a consumer has expired, and no hold keeps any of it: by what they were known leads
/// nowhere any more, and their key is destroyed. Who comes again is somebody new.
@WireName("ConsumerForgotten")
public record ConsumerForgotten(ConsumerId consumer, DestroyedKey key, Instant forgottenAt) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CONSUMER, consumer));
    }
}
