package org.lethe.access.notices;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.EventId;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.PolicyId;
import org.lethe.contracts.PolicyKind;
import org.lethe.contracts.PolicyPublished;
import org.lethe.contracts.PrivacySettingsSet;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords.SealedNote;

/// A client and what it published, for the tests of this package.
final class Shelf {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Instant IN_30_DAYS = Instant.parse("2026-12-21T12:00:00Z"); // the notice period where none is set
    static final ClientId CLIENT = ClientId.random();
    static final ClientId OTHER = ClientId.random();
    static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    static final PolicyId POLICY = PolicyId.random();
    static final String OFFICER = "officer";

    private Shelf() {}

    static SealedNote note() {
        return new SealedNote(EventId.random(), new Sealed(new byte[] {1}));
    }

    static PolicyPublished published(PolicyId id, String version, Instant effectiveFrom) {
        return published(CLIENT, id, PolicyAudience.CONSUMER, PolicyKind.POLICY, version, effectiveFrom);
    }

    static PolicyPublished published(
            ClientId client,
            PolicyId id,
            PolicyAudience audience,
            PolicyKind kind,
            String version,
            Instant effectiveFrom) {
        return new PolicyPublished(id, client, audience, kind, version, effectiveFrom, true, OFFICER);
    }

    static PrivacySettingsSet settings(Period notice, String zone) {
        return new PrivacySettingsSet(CLIENT, 1, null, "gdpr", zone, List.of(), true, List.of("en"), notice, OFFICER);
    }
}
