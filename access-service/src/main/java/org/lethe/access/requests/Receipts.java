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
import org.lethe.web.StrictJson;

/// Says what came of a request, signed, so that whoever asked can keep it as proof.
final class Receipts {
    private static final Criteria.Types ENDS = Criteria.types(ConsumerErased.class, ErasureFinal.class);

    private final EventLog log;
    private final SigningKey signingKey;

    Receipts(Foundation foundation) {
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

    static boolean isThere(Request request) {
        return request.state() == RequestState.FULFILLED || request.state() == RequestState.DENIED;
    }

    /// @throws RequestRefusedException if there is none yet
    RequestReceipt of(Request request) {
        if (!isThere(request)) {
            throw new RequestRefusedException(
                    RequestProblems.NO_RECEIPT,
                    "the request is " + request.state().wireName());
        }
        return receipt(request);
    }

    byte[] json(Request request) {
        return SignedDocument.of("receipt", of(request), signingKey).json();
    }

    /// As a JSON Web Signature (RFC 7515, 7.2).
    byte[] jose(Request request) {
        return JsonWebSignature.of(StrictJson.write(of(request)), "json", Map.of(), signingKey);
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
