package org.lethe.access.requests;

import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReferred;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;

/// Say yes in the client's place, where its settings say so. Those count that were in force when the request was
/// referred, and only while those in force now say the same: what lay there before waits for an officer.
///
/// @param consumer whose request it is
/// @param wishes what exactly was asked, as the requester said it
record ApproveAutomatically(
        ClientId client, RequestId request, ConsumerId consumer, ApproveRequest.Wishes wishes, Instant at)
        implements Command<ApproveAutomatically.Outcome> {

    /// @param approved false where an officer has to look at it
    record Outcome(boolean approved) {}

    Outcome decide(Decision decision) {
        List<Sourced> events = decision.source(
                EventCriteria.either(ApproveRequest.criteria(request, consumer), PrivacySettings.criteria(client)));
        Request known = Request.of(client, events).orElse(null);
        PrivacySettings now = PrivacySettings.of(client, events);
        if (known == null
                || known.state() != RequestState.REFERRED
                || !canBe(known)
                || !now.automaticFor().contains(known.type())
                || !whenReferred(events).automaticFor().contains(known.type())) {
            return new Outcome(false);
        }
        new ApproveRequest(client, request, consumer, wishes, false, null, now.by(), at)
                .approve(decision, known, events);
        return new Outcome(true);
    }

    /// Whether there is anybody that it could be done for.
    static boolean canBe(Request request) {
        return request.received().known() || Step.BY_PEOPLE.contains(request.type());
    }

    private PrivacySettings whenReferred(List<Sourced> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).event() instanceof RequestReferred) {
                return PrivacySettings.of(client, events.subList(0, i));
            }
        }
        throw new IllegalStateException("a request that is referred was so at some time");
    }
}
