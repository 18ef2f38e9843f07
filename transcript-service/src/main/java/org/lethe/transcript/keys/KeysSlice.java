package org.lethe.transcript.keys;

import org.lethe.keyring.RootEpochs;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.service.clock.ClockTrust;
import org.lethe.transcript.escrow.Destructions;

/// This feature in one piece.
public final class KeysSlice {
    private KeysSlice() {}

    public static Slice on(Foundation foundation) {
        EpochTurns turns = new EpochTurns(
                foundation.part(RootEpochs.class),
                foundation.log(),
                new Destructions(foundation.commands()),
                foundation.moments(),
                foundation.part(ClockTrust.class, ClockTrust.BLIND));
        return Slice.named("keys")
                .decides(MakeFinal.class, MakeFinal::decide)
                .decides(RecordRootKeys.class, RecordRootKeys::decide)
                .works(turns)
                .serves(new KeysEndpoint(turns).routes());
    }
}
