package org.lethe.retention.preview;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class PreviewSlice {
    private PreviewSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("preview").serves(new PreviewEndpoint(foundation).routes());
    }
}
