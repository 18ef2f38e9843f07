package org.lethe.retention.certificates;

import org.lethe.contracts.HoldId;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.service.signing.SignedDocument;
import org.lethe.service.signing.SigningKey;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// This feature in one piece. Certificates of destruction are shown with the runs that they are of; here is what
/// the end of a legal hold let go of.
public final class CertificatesSlice {
    private final EventLog log;
    private final SigningKey key;

    private CertificatesSlice(Foundation foundation) {
        this.log = foundation.log();
        this.key = foundation.part(SigningKey.class);
    }

    public static Slice on(Foundation foundation) {
        return Slice.named("certificates").serves(new CertificatesSlice(foundation).routes());
    }

    record SignedRelease(ReleaseCertificate certificate, SignedDocument.Signature signature) {}

    private Routes routes() {
        return new Routes()
                .get(
                        "/v1/clients/{client}/legal-holds/{hold}/certificate",
                        Terms.roles(Role.RETENTION_OPERATOR, Role.PRIVACY_OFFICER, Role.AUDITOR)
                                .answers(SignedRelease.class)
                                .refuses(NotReleasedException.TYPE),
                        this::show);
    }

    private Answer show(ApiRequest request) {
        ReleaseCertificate certificate = ReleaseCertificate.of(
                        log, request.client(), request.path("hold", HoldId::parse))
                .orElseThrow(NotReleasedException::new);
        return Answer.bytes(
                "application/json",
                SignedDocument.of("certificate", certificate, key).json());
    }
}
