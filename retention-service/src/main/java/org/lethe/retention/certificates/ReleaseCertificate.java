package org.lethe.retention.certificates;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.HeldContentReleased;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.KeyDestroyed;
import org.lethe.contracts.LegalHoldReleased;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.LogPosition;

/// What the end of a legal hold let go of, as it is signed: what it alone had kept of destroyed content, and what other
/// holds took over.
///
/// @param form of this statement
/// @param holdKey the key that its escrow was under
/// @param gone what nobody can read any more
/// @param handedOn what holds in force keep now
record ReleaseCertificate(
        String title,
        int form,
        ClientId clientId,
        HoldId holdId,
        Instant releasedAt,
        String releasedBy,
        @Nullable String requestedBy,
        HoldKey holdKey,
        List<Gone> gone,
        List<HandedOn> handedOn,
        Totals totals) {
    private static final Criteria.Types ENDS =
            Criteria.types(LegalHoldReleased.class, KeyDestroyed.class, HeldContentReleased.class);

    /// @param fingerprint absent where the hold never needed a key
    record HoldKey(@Nullable String fingerprint, Instant destroyedAt, long position, long logIndex) {}

    /// @param contentKeys one for each conversation
    record Gone(Category category, Channel channel, String day, int contentKeys) {}

    record HandedOn(HoldId holdId, int contentKeys) {}

    record Totals(long gone, long handedOn) {}

    /// As the client's log tells it; empty while the hold is in force, or its key is not destroyed yet.
    static Optional<ReleaseCertificate> of(EventLog log, ClientId client, HoldId hold) {
        Sourced released = null;
        Sourced destroyed = null;
        HeldContentReleased content = null;
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.HOLD, hold, ENDS))) {
            if (!sourced.entry().client().equals(client)) {
                return Optional.empty();
            }
            switch (sourced.event()) {
                case LegalHoldReleased event -> released = sourced;
                case KeyDestroyed event -> destroyed = sourced;
                case HeldContentReleased event -> content = event;
                default -> {}
            }
        }
        return released == null || destroyed == null
                ? Optional.empty()
                : Optional.of(of(client, hold, released, destroyed, content));
    }

    private static ReleaseCertificate of(
            ClientId client, HoldId hold, Sourced released, Sourced destroyed, @Nullable HeldContentReleased content) {
        LegalHoldReleased release = (LegalHoldReleased) released.event();
        List<Gone> gone = content == null
                ? List.of()
                : content.gone().stream()
                        .map(one -> new Gone(
                                one.bucket().category(),
                                one.bucket().channel(),
                                one.bucket().day().toString(),
                                one.contents()))
                        .toList();
        List<HandedOn> handedOn = content == null
                ? List.of()
                : content.handedOn().stream()
                        .map(one -> new HandedOn(one.hold(), one.contents()))
                        .toList();
        return new ReleaseCertificate(
                "Certificate of release",
                1,
                client,
                hold,
                released.recordedAt(),
                release.by(),
                release.requestedBy(),
                key(destroyed),
                gone,
                handedOn,
                new Totals(
                        gone.stream().mapToLong(Gone::contentKeys).sum(),
                        handedOn.stream().mapToLong(HandedOn::contentKeys).sum()));
    }

    private static HoldKey key(Sourced destroyed) {
        KeyDestroyed event = (KeyDestroyed) destroyed.event();
        LogPosition place = Objects.requireNonNull(destroyed.position());
        return new HoldKey(event.destroyed().fingerprint(), destroyed.recordedAt(), place.position(), place.logIndex());
    }
}
