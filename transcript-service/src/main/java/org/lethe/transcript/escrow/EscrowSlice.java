package org.lethe.transcript.escrow;

import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class EscrowSlice {
    private EscrowSlice() {}

    public static Slice on(Foundation foundation) {
        Keyring keyring = foundation.part(Keyring.class);
        return Slice.named("escrow")
                .decides(DestroyHoldKey.class, (command, decision) -> command.decide(keyring, decision))
                .follows(new HoldReleases(new Destructions(foundation.commands()), foundation.moments()));
    }
}
