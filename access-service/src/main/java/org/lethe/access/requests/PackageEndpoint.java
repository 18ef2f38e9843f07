package org.lethe.access.requests;

import org.lethe.contracts.RequestId;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Hands over packages to officers.
final class PackageEndpoint {
    private final Handover handover;
    private final EventLog log;

    PackageEndpoint(Foundation foundation, Handover handover) {
        this.handover = handover;
        this.log = foundation.log();
    }

    Routes routes() {
        return new Routes()
                .get(
                        "/v1/clients/{client}/requests/{request}/package",
                        Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN)
                                .answersFile("application/zip", "application/cms")
                                .refuses(
                                        RequestProblems.NO_PACKAGE,
                                        RequestProblems.PACKAGE_GONE,
                                        RequestProblems.WORDS_GONE),
                        this::collect);
    }

    private Answer collect(ApiRequest asked) {
        RequestId id = asked.path("request", RequestId::parse);
        Request request =
                Request.of(asked.client(), log.lookUp(Request.criteria(id))).orElseThrow(NotFoundException::new);
        Handover.Parcel parcel = handover.parcel(request, asked.caller().key().toString());
        return Answer.written(parcel.mediaType(), parcel.writer())
                .header("Content-Disposition", "attachment; filename=\"" + parcel.fileName() + "\"")
                .header("Cache-Control", "no-store");
    }
}
