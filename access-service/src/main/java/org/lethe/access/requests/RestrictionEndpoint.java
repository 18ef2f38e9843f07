package org.lethe.access.requests;

import org.lethe.contracts.ConsumerId;
import org.lethe.eventlog.Commands;
import org.lethe.service.Foundation;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Moments;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Ends restrictions; they begin by a request.
final class RestrictionEndpoint {
    private final Commands commands;
    private final Moments moments;

    RestrictionEndpoint(Foundation foundation) {
        this.commands = foundation.commands();
        this.moments = foundation.moments();
    }

    Routes routes() {
        return new Routes()
                .delete(
                        "/v1/clients/{client}/consumers/{consumer}/restriction",
                        Terms.roles(Role.PRIVACY_OFFICER)
                                .repeats(Repeat.NATURAL)
                                .answersNothing(),
                        this::lift);
    }

    private Answer lift(ApiRequest request) {
        commands.sendAndWait(new LiftRestriction(
                request.client(),
                request.path("consumer", ConsumerId::parse),
                request.caller().key().toString(),
                moments.now()));
        return Answer.noContent();
    }
}
