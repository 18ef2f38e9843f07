package org.lethe.transcript.escrow;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.lethe.contracts.Event;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.Reaction;
import org.lethe.keyring.KeyDestroyer;

/// When a hold is released, then its key goes. Doing it again changes nothing.
final class HoldReleases implements Reaction {
    private final Destructions destructions;
    private final KeyDestroyer keys;

    HoldReleases(Destructions destructions, KeyDestroyer keys) {
        this.destructions = destructions;
        this.keys = keys;
    }

    @Override
    public String name() {
        return "hold-releases";
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(LegalHoldReleased.class);
    }

    @Override
    public void apply(List<Sourced> events, Connection transaction) {
        for (Sourced sourced : events) {
            if (sourced.event() instanceof LegalHoldReleased released) {
                destructions.send(() -> new DestroyHoldKey(released.client(), released.hold(), sourced.id()));
                keys.releaseEscrow(released.client(), released.hold());
            }
        }
    }
}
