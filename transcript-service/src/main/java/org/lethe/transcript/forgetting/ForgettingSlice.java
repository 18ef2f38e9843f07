package org.lethe.transcript.forgetting;

import org.lethe.eventlog.EventLog;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.web.Moments;

/// This feature in one piece.
public final class ForgettingSlice {
    private ForgettingSlice() {}

    public static Slice on(Foundation foundation) {
        EventLog log = foundation.log();
        Keyring keyring = foundation.part(Keyring.class);
        Moments moments = foundation.moments();
        return Slice.named("forgetting")
                .decides(ForgetConsumers.class, (command, decision) -> command.decide(log, keyring, moments, decision))
                .follows(new ContentView(log, keyring))
                .works(new Forgetting(foundation));
    }
}
