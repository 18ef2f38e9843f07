package org.lethe.access.webhooks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lethe.contracts.ClockPaused;
import org.lethe.contracts.ClockResumed;
import org.lethe.contracts.DeadlineExtended;
import org.lethe.contracts.EvidenceLetGo;
import org.lethe.contracts.EvidenceProtected;
import org.lethe.contracts.IdentityCodeSent;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.IdentityRefused;
import org.lethe.contracts.PackageCollected;
import org.lethe.contracts.PackagePrepared;
import org.lethe.contracts.RequestAppealed;
import org.lethe.contracts.RequestApproved;
import org.lethe.contracts.RequestAssigned;
import org.lethe.contracts.RequestDeferred;
import org.lethe.contracts.RequestDenied;
import org.lethe.contracts.RequestEscalated;
import org.lethe.contracts.RequestEvent;
import org.lethe.contracts.RequestExpired;
import org.lethe.contracts.RequestFulfilled;
import org.lethe.contracts.RequestPartFailed;
import org.lethe.contracts.RequestReceived;
import org.lethe.contracts.RequestReferred;
import org.lethe.contracts.RequestReminded;
import org.lethe.contracts.RequestRevoked;

/// What a client can be told of.
enum WebhookTopic {
    @JsonProperty("request.received")
    RECEIVED("request.received"),
    @JsonProperty("request.referred")
    REFERRED("request.referred"),
    @JsonProperty("request.approval_needed")
    APPROVAL_NEEDED("request.approval_needed"),
    @JsonProperty("request.due_soon")
    DUE_SOON("request.due_soon"),
    @JsonProperty("request.overdue")
    OVERDUE("request.overdue"),
    @JsonProperty("request.deferred")
    DEFERRED("request.deferred"),
    @JsonProperty("request.fulfilled")
    FULFILLED("request.fulfilled"),
    @JsonProperty("request.denied")
    DENIED("request.denied"),
    @JsonProperty("request.appealed")
    APPEALED("request.appealed"),
    @JsonProperty("request.revoked")
    REVOKED("request.revoked"),
    @JsonProperty("request.expired")
    EXPIRED("request.expired");

    private final String wireName;

    WebhookTopic(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    static Optional<WebhookTopic> of(String wireName) {
        return Arrays.stream(values())
                .filter(topic -> topic.wireName.equals(wireName))
                .findFirst();
    }

    /// What a step of a request is told as.
    static List<WebhookTopic> of(RequestEvent step) {
        return switch (step) {
            case RequestReceived _ -> List.of(RECEIVED);
            case RequestReferred _ -> List.of(REFERRED, APPROVAL_NEEDED);
            case RequestReminded reminded ->
                List.of(reminded.what().equals(RequestReminded.DUE_SOON) ? DUE_SOON : OVERDUE);
            case RequestDeferred _ -> List.of(DEFERRED);
            case RequestFulfilled _ -> List.of(FULFILLED);
            case RequestDenied _ -> List.of(DENIED);
            case RequestAppealed _ -> List.of(APPEALED, APPROVAL_NEEDED);
            case RequestRevoked _ -> List.of(REVOKED);
            case RequestExpired _ -> List.of(EXPIRED);
            case ClockPaused _,
                    ClockResumed _,
                    DeadlineExtended _,
                    EvidenceLetGo _,
                    EvidenceProtected _,
                    IdentityCodeSent _,
                    IdentityConfirmed _,
                    IdentityRefused _,
                    PackageCollected _,
                    PackagePrepared _,
                    RequestApproved _,
                    RequestAssigned _,
                    RequestEscalated _,
                    RequestPartFailed _ -> List.of();
        };
    }
}
