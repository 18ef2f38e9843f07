package org.lethe.contracts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step of a request, which stands where its steps have brought it.
public sealed interface RequestEvent extends Event
        permits ClockPaused,
                ClockResumed,
                DeadlineExtended,
                EvidenceLetGo,
                EvidenceProtected,
                IdentityCodeSent,
                IdentityConfirmed,
                IdentityRefused,
                PackageCollected,
                PackagePrepared,
                RequestAppealed,
                RequestApproved,
                RequestAssigned,
                RequestDeferred,
                RequestDenied,
                RequestEscalated,
                RequestExpired,
                RequestFulfilled,
                RequestPartFailed,
                RequestReceived,
                RequestReferred,
                RequestReminded,
                RequestRevoked {

    RequestId request();

    ClientId client();

    /// Who did it: an API key's id, or a word for whoever has none; null where it follows by itself.
    default @Nullable String by() {
        return null;
    }

    @Override
    default List<EventTag> tags() {
        List<EventTag> tags = new ArrayList<>(3);
        tags.add(EventTag.of(EventTag.REQUEST, request()));
        tags.add(EventTag.of(EventTag.REQUESTS_OF, client()));
        switch (this) {
            case RequestReceived received -> tags.add(EventTag.of(EventTag.CONSUMER, received.consumer()));
            case EvidenceProtected kept -> tags.add(EventTag.of(EventTag.CONSUMER, kept.consumer()));
            case EvidenceLetGo gone -> tags.add(EventTag.of(EventTag.CONSUMER, gone.consumer()));
            default -> {}
        }
        return tags;
    }
}
