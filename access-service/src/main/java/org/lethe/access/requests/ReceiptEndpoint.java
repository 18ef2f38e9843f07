package org.lethe.access.requests;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.ErasureFinal;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RequestDenied;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.signing.JsonWebSignature;
import org.lethe.service.signing.SignedDocument;
import org.lethe.service.signing.SigningKey;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.NotFoundException;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.StrictJson;
import org.lethe.web.Terms;

/// Says what came of a request, signed, so that whoever asked can keep it as proof.
final class ReceiptEndpoint {
    private static final String JSON = "application/json";
    private static final String JOSE = "application/jose+json"; // RFC 7515, 9.2.1
    private static final Criteria.Types ENDS = Criteria.types(ConsumerErased.class, ErasureFinal.class);

    private final EventLog log;
    private final SigningKey signingKey;

    ReceiptEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.signingKey = foundation.part(SigningKey.class);
    }

    /// @param outcome how it ended
    /// @param erasedAt when the consumer's key went; absent where it was no deletion
    /// @param irrecoverableAt from when no backup of ours brings it back; absent until then
    record RequestReceipt(
            ClientId clientId,
            RequestId requestId,
            RequestType type,
            String rule,
            RequestState outcome,
            Instant receivedAt,
            Instant answeredAt,
            @Nullable String denialReason,
            @Nullable Instant erasedAt,
            @Nullable Instant irrecoverableAt,
            @Nullable List<DestroyedKey> keys) {}

    record SignedRequestReceipt(RequestReceipt receipt, SignedDocument.Signature signature) {}

    Routes routes() {
        return new Routes()
                .get(
                        "/v1/clients/{client}/requests/{request}/receipt",
                        Terms.roles(Role.PRIVACY_OFFICER, Role.CLIENT_ADMIN, Role.AUDITOR)
                                .answers(SignedRequestReceipt.class)
                                .produces(JSON, JOSE)
                                .refuses(RequestProblems.NO_RECEIPT),
                        this::show);
    }

    private Answer show(ApiRequest asked) {
        RequestId id = asked.path("request", RequestId::parse);
        Request request =
                Request.of(asked.client(), log.lookUp(Request.criteria(id))).orElseThrow(NotFoundException::new);
        if (request.state() != RequestState.FULFILLED && request.state() != RequestState.DENIED) {
            throw new RequestRefusedException(
                    RequestProblems.NO_RECEIPT,
                    "the request is " + request.state().wireName());
        }
        RequestReceipt receipt = receipt(request);
        Answer answer = asked.answerType().equals(JOSE)
                ? Answer.bytes(JOSE, JsonWebSignature.of(StrictJson.write(receipt), "json", Map.of(), signingKey))
                : Answer.bytes(
                        JSON, SignedDocument.of("receipt", receipt, signingKey).json());
        return answer.header("Vary", "Accept");
    }

    private RequestReceipt receipt(Request request) {
        String denialReason = null;
        Instant answeredAt = request.received().receivedAt();
        for (Sourced sourced : request.steps()) {
            switch (sourced.event()) {
                case RequestDenied denied -> {
                    denialReason = request.state() == RequestState.DENIED ? denied.reason() : null;
                    answeredAt = sourced.recordedAt();
                }
                case RequestFulfilled _ -> answeredAt = sourced.recordedAt();
                default -> {}
            }
        }
        ConsumerErased erased = null;
        Instant irrecoverableAt = null;
        if (request.type() == RequestType.DELETION
                && !request.isOfOneMessage()
                && request.state() == RequestState.FULFILLED) {
            for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CONSUMER, request.consumer(), ENDS))) {
                switch (sourced.event()) {
                    case ConsumerErased event -> erased = event;
                    case ErasureFinal event -> irrecoverableAt = event.irrecoverableAt();
                    default -> {}
                }
            }
        }
        return new RequestReceipt(
                request.client(),
                request.id(),
                request.type(),
                request.received().rule(),
                request.state(),
                request.received().receivedAt(),
                answeredAt,
                denialReason,
                erased == null ? null : erased.erasedAt(),
                irrecoverableAt,
                erased == null ? null : erased.keys());
    }
}
