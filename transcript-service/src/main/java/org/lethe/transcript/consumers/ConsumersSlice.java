package org.lethe.transcript.consumers;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class ConsumersSlice {
    private ConsumersSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("consumers")
                .decides(IdentifyConsumer.class, IdentifyConsumer::decide)
                .decides(FollowHeldConsumer.class, FollowHeldConsumer::decide)
                .serves(new ConsumersEndpoint(foundation).routes());
    }
}
