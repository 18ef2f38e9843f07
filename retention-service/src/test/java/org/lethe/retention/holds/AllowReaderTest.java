package org.lethe.retention.holds;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ApiKeyIssued;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.HoldScope;
import org.lethe.contracts.LegalHoldPlaced;
import org.lethe.contracts.LegalHoldReaderAllowed;
import org.lethe.contracts.LegalHoldReaderRemoved;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.service.DecisionFixture;
import org.lethe.web.NotFoundException;

class AllowReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ClientId CLIENT = ClientId.random();
    private static final HoldId HOLD = HoldId.random();
    private static final ApiKeyId READER = ApiKeyId.random();
    private static final LegalHoldPlaced PLACED = new LegalHoldPlaced(
            HOLD, CLIENT, new HoldScope(List.of(), List.of(), null, null, null, true), 0, "officer");
    private static final LegalHoldReaderAllowed ALLOWED = new LegalHoldReaderAllowed(HOLD, CLIENT, READER, "officer");
    private static final LegalHoldReaderRemoved REMOVED = new LegalHoldReaderRemoved(HOLD, CLIENT, READER, "officer");

    private final DecisionFixture<AllowReader, AllowReader.Said> fixture =
            DecisionFixture.of(AllowReader.class, AllowReader::decide);

    private static AllowReader allow(boolean allowed) {
        return new AllowReader(CLIENT, HOLD, READER, allowed, "officer", NOW);
    }

    @Test
    void allowsIt() {
        fixture.given(CLIENT, PLACED).when(allow(true)).then(CLIENT, ALLOWED).recordedAt(NOW);
    }

    @Test
    void takesItBack() {
        fixture.given(CLIENT, PLACED, ALLOWED).when(allow(false)).then(CLIENT, REMOVED);
        fixture.when(allow(true)).then(CLIENT, ALLOWED);
    }

    @Test
    void changesNothingWhereThatHoldsAlready() {
        fixture.given(CLIENT, PLACED).when(allow(false)).thenNothing();
        fixture.given(CLIENT, ALLOWED).when(allow(true)).thenNothing();
    }

    @Test
    void isNotAllowedToAKeyOfOnesOwn() {
        ApiKeyIssued own = new ApiKeyIssued(CLIENT, READER, "mine", List.of("legal"), "a".repeat(43), null, "officer");

        fixture.given(CLIENT, PLACED, own)
                .when(allow(true))
                .thenRefused(ReleaseNeedsAnotherException.class, "release-needs-another");
        fixture.when(new AllowReader(CLIENT, HOLD, READER, true, READER.toString(), NOW))
                .thenRefused(ReleaseNeedsAnotherException.class, "release-needs-another");
    }

    @Test
    void isAllowedForNoHoldThatEnded() {
        fixture.given(CLIENT, PLACED, new LegalHoldReleased(HOLD, CLIENT, null, "officer"))
                .when(allow(true))
                .thenRefused(NotFoundException.class, "not-found");
    }

    @Test
    void isAllowedForNoHoldThatIsNot() {
        fixture.when(allow(true)).thenRefused(NotFoundException.class, "not-found");
    }
}
