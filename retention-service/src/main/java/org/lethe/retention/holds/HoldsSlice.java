package org.lethe.retention.holds;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class HoldsSlice {
    private HoldsSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("holds")
                .decides(PlaceHold.class, PlaceHold::decide)
                .decides(ReleaseHold.class, ReleaseHold::decide)
                .decides(AllowReader.class, AllowReader::decide)
                .decides(SetHoldPolicy.class, SetHoldPolicy::decide)
                .serves(new HoldsEndpoint(foundation).routes());
    }
}
