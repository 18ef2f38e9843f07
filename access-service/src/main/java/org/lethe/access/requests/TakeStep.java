package org.lethe.access.requests;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerWords.SealedRequestWords;
import org.lethe.contracts.RequestId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Do something with a request that its state allows.
///
/// @param words that go with it, sealed; null without
record TakeStep(
        ClientId client,
        RequestId request,
        Step step,
        @Nullable SealedRequestWords words,
        String by,
        Instant at) implements Command<TakeStep.Taken> {

    record Taken() {}

    /// @throws StepNotPossibleException if the request is where this can't be done
    /// @throws PauseNotCoveredException if its rule knows no pause for this reason
    Taken decide(Decision decision) {
        Request known =
                Request.of(client, decision.source(Request.criteria(request))).orElseThrow(NotFoundException::new);
        StepNotPossibleException.refuseUnless(known, step.kind(), at);
        step.events(known, by).forEach(event -> decision.append(client, event, at));
        switch (step.kind()) {
            case DENY, REVOKE -> known.lettingGo().ifPresent(gone -> decision.append(client, gone, at));
            case APPEAL -> known.protection().ifPresent(kept -> decision.append(client, kept, at));
            default -> {}
        }
        if (words != null) {
            decision.append(words.id(), words.entry(client), at);
        }
        return new Taken();
    }
}
