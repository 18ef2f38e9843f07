package org.lethe.access.disclosures;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.Disclosed;
import org.lethe.contracts.DisclosureGround;
import org.lethe.contracts.DisclosureId;
import org.lethe.contracts.DisclosureProposed;
import org.lethe.contracts.DisclosureRecorded;
import org.lethe.contracts.DisclosureRefused;
import org.lethe.contracts.EventId;
import org.lethe.contracts.RecipientId;
import org.lethe.contracts.RecipientRegistered;
import org.lethe.contracts.Sealed;
import org.lethe.contracts.SealedWords.SealedNote;
import org.lethe.service.people.TwoPeople;

/// What decisions about one entry of the register are given.
final class Register {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final ClientId CLIENT = ClientId.random();
    static final RecipientId RECIPIENT = RecipientId.random();
    static final DisclosureId DISCLOSURE = DisclosureId.random();
    static final ConsumerId CONSUMER = ConsumerId.random();
    static final String ALICE = "alice";
    static final String BOB = "bob";
    static final ClientRegistered REGISTERED = new ClientRegistered(CLIENT, "Acme", "eu");
    static final SealedNote WORDS = new SealedNote(EventId.random(), new Sealed(new byte[] {1}));
    static final Instant A_WEEK_AGO = NOW.minus(TwoPeople.COUNTS_FOR);

    private Register() {}

    static RecipientRegistered recipient(LocalDate contractEnds) {
        return new RecipientRegistered(RECIPIENT, CLIENT, "authority", "eu", contractEnds, ALICE);
    }

    static Disclosed what(DisclosureGround ground) {
        return new Disclosed(RECIPIENT, ground, List.of(CONSUMER), List.of(), List.of("messages"), "eu", null);
    }

    static DisclosureProposed proposed() {
        return proposedBy(ALICE);
    }

    static DisclosureProposed proposedBy(String who) {
        return new DisclosureProposed(DISCLOSURE, CLIENT, what(DisclosureGround.SUBPOENA), who);
    }

    static DisclosureRecorded approvedBy(String who) {
        return new DisclosureRecorded(DISCLOSURE, CLIENT, what(DisclosureGround.SUBPOENA), ALICE, who);
    }

    static DisclosureRefused refusedBy(String who) {
        return new DisclosureRefused(DISCLOSURE, CLIENT, who);
    }

    static ApiKeyIssued issued(ApiKeyId key, Object by) {
        return new ApiKeyIssued(CLIENT, key, "a key", List.of("privacy-officer"), "a".repeat(43), null, by.toString());
    }
}
