package org.lethe.access.notices;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class NoticesSlice {
    private NoticesSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("notices")
                .decides(PublishPolicy.class, PublishPolicy::decide)
                .decides(AnnouncePolicyChange.class, AnnouncePolicyChange::decide)
                .serves(new PoliciesEndpoint(foundation).routes());
    }
}
