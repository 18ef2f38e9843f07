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

/// Gives receipts of requests to the client's people.
final class ReceiptEndpoint {
    private static final String JSON = "application/json";
    private static final String JOSE = "application/jose+json"; // RFC 7515, 9.2.1
    private final EventLog log;
    private final Receipts receipts;

    ReceiptEndpoint(Foundation foundation, Receipts receipts) {
        this.log = foundation.log();
        this.receipts = receipts;
    }

    Routes routes() {
        return new Routes()
                .get(
                        "/v1/clients/{client}/requests/{request}/receipt",
                        Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN, Role.AUDITOR)
                                .answers(Receipts.SignedRequestReceipt.class)
                                .produces(JSON, JOSE)
                                .refuses(RequestProblems.NO_RECEIPT),
                        this::show);
    }

    private Answer show(ApiRequest asked) {
        RequestId id = asked.path("request", RequestId::parse);
        Request request =
                Request.of(asked.client(), log.lookUp(Request.criteria(id))).orElseThrow(NotFoundException::new);
        Answer answer = asked.answerType().equals(JOSE)
                ? Answer.bytes(JOSE, receipts.jose(request))
                : Answer.bytes(JSON, receipts.json(request));
        return answer.header("Vary", "Accept");
    }
}
