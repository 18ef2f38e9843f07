package org.lethe.transcript.forgetting;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class ForgettingSlice {
    private ForgettingSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("forgetting").follows(new ContentView(foundation.log()));
    }
}
