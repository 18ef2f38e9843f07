package org.lethe.access.disclosures;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class DisclosuresSlice {
    private DisclosuresSlice() {}

    public static Slice on(Foundation foundation) {
        DisclosureView view = new DisclosureView(foundation.dataSource());
        return Slice.named("disclosures")
                .decides(RegisterRecipient.class, RegisterRecipient::decide)
                .decides(RecordDisclosure.class, RecordDisclosure::decide)
                .decides(ApproveDisclosure.class, ApproveDisclosure::decide)
                .decides(RefuseDisclosure.class, RefuseDisclosure::decide)
                .follows(view)
                .serves(new RecipientsEndpoint(foundation).routes())
                .serves(new DisclosuresEndpoint(foundation, view).routes());
    }
}
