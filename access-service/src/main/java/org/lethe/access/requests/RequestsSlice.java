package org.lethe.access.requests;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.service.clock.ClockTrust;

/// This feature in one piece.
public final class RequestsSlice {
    private RequestsSlice() {}

    public static Slice on(Foundation foundation) {
        RequestView view = new RequestView(foundation.log(), foundation.dataSource());
        MessageRequests messages = new MessageRequests(foundation);
        IdentityCodes codes = new IdentityCodes(foundation.dataSource());
        AutomaticApprovals automatic = new AutomaticApprovals(foundation);
        PostRoom.Staffed post = PostRoom.staffed();
        foundation.with(PostRoom.Staffed.class, post); // closed with the service
        Intake intake = new Intake(foundation, codes, automatic, foundation.part(PostRoom.class, post));
        Handover handover = new Handover(foundation);
        Receipts receipts = new Receipts(foundation);
        foundation.with(SelfService.class, new SelfService(foundation, intake, handover, receipts));
        return Slice.named("requests")
                .decides(ReceiveRequest.class, ReceiveRequest::decide)
                .decides(TakeStep.class, TakeStep::decide)
                .decides(SendCode.class, SendCode::decide)
                .decides(RefuseIdentity.class, RefuseIdentity::decide)
                .decides(ApproveRequest.class, ApproveRequest::decide)
                .decides(ApproveAutomatically.class, ApproveAutomatically::decide)
                .decides(SettleDeletion.class, SettleDeletion::decide)
                .decides(SettleAmendment.class, SettleAmendment::decide)
                .follows(messages)
                .decides(LapsePackage.class, LapsePackage::decide)
                .decides(ExpireRequest.class, ExpireRequest::decide)
                .decides(RemindOfRequest.class, RemindOfRequest::decide)
                .follows(view)
                .follows(new Deletions(foundation.log(), foundation.commands(), foundation.moments()))
                .follows(automatic)
                .works(new RequestTimer(
                        view,
                        codes,
                        foundation.commands(),
                        foundation.clock(),
                        foundation.part(ClockTrust.class, ClockTrust.BLIND),
                        foundation.meters()))
                .serves(new RequestsEndpoint(foundation, view, intake, messages).routes())
                .decides(CollectPackage.class, CollectPackage::decide)
                .serves(new PackageEndpoint(foundation, handover).routes())
                .decides(LiftRestriction.class, LiftRestriction::decide)
                .serves(new RestrictionEndpoint(foundation).routes())
                .serves(new ReceiptEndpoint(foundation, receipts).routes());
    }
}
