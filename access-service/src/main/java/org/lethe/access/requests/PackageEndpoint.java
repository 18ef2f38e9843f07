package org.lethe.access.requests;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.lethe.access.disclosures.DisclosureRegister;
import org.lethe.access.packages.Delivery;
import org.lethe.access.packages.PackageFacts;
import org.lethe.access.packages.PackageWriter;
import org.lethe.access.packages.WrittenPackage;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientRegistered;
import org.lethe.contracts.ClientRenamed;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.contracts.TranscriptRead;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.service.confidential.CertificateEnvelope;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.OutputWriter;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Hands over a package. It is written while it is sent and lies nowhere, so there is nothing to purge afterwards.
final class PackageEndpoint {
    private static final Criteria.Types NAMES = Criteria.types(ClientRegistered.class, ClientRenamed.class);
    private static final Criteria.Types GONE = Criteria.types(ConsumerErased.class, ConsumerForgotten.class);

    private final EventLog log;
    private final Commands commands;
    private final DataSubjects subjects;
    private final ConsumerWords words;
    private final DisclosureRegister register;
    private final PackageWriter writer;
    private final Moments moments;

    PackageEndpoint(Foundation foundation) {
        this.log = foundation.log();
        this.commands = foundation.commands();
        this.subjects = foundation.part(DataSubjects.class);
        this.words = foundation.part(ConsumerWords.class);
        this.register = new DisclosureRegister(foundation);
        this.writer = new PackageWriter(
                foundation.part(SigningKey.class),
                foundation
                        .part(PackageFolder.class, new PackageFolder(Path.of(System.getProperty("java.io.tmpdir"))))
                        .path());
        this.moments = foundation.moments();
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
        ClientId client = asked.client();
        RequestId id = asked.path("request", RequestId::parse);
        Request request = Request.of(client, log.lookUp(Request.criteria(id))).orElseThrow(NotFoundException::new);
        if (request.expiresAt() == null) {
            throw new RequestRefusedException(
                    RequestProblems.NO_PACKAGE,
                    "the request is " + request.state().wireName() + " and has no package");
        }
        boolean erased = !log.lookUp(Criteria.of(EventTag.CONSUMER, request.consumer(), GONE))
                .isEmpty();
        if (!request.isCollectable(moments.now()) || erased) {
            throw new RequestRefusedException(
                    RequestProblems.PACKAGE_GONE, "it was collected, its time is over, or what it held is erased");
        }
        Delivery delivery = delivery(request);
        String by = asked.caller().key().toString();
        return Answer.written(delivery.mediaType(), write(request, delivery, by))
                .header("Content-Disposition", "attachment; filename=\"" + id + suffix(delivery) + "\"")
                .header("Cache-Control", "no-store");
    }

    private OutputWriter write(Request request, Delivery delivery, String by) {
        Instant now = moments.now();
        PackageFacts facts = new PackageFacts(
                request.id().value(),
                request.type() == RequestType.ACCESS ? PackageFacts.Type.ACCESS : PackageFacts.Type.PORTABILITY,
                name(request.client()),
                now,
                request.consumer(),
                PrivacySettings.of(log, request.client()).redactOthers(),
                List.of(),
                register.of(request.client(), request.consumer(), now));
        DataSubjects.Reason reason = new DataSubjects.Reason(TranscriptRead.FOR_REQUEST, by);
        return out -> {
            WrittenPackage written = writer.write(
                    facts,
                    pieces -> subjects.read(request.client(), request.consumer(), reason, pieces),
                    delivery,
                    out);
            commands.sendAndWait(new CollectPackage(
                    request.client(), request.id(), written.bytes(), written.sha256(), by, moments.now()));
        };
    }

    private static String suffix(Delivery delivery) {
        return delivery instanceof Delivery.Certificate ? ".zip.cms" : ".zip";
    }

    private String name(ClientId client) {
        String name = client.toString();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CLIENT, client, NAMES))) {
            name = switch (sourced.event()) {
                case ClientRegistered registered -> registered.name();
                case ClientRenamed renamed -> renamed.name();
                default -> name;
            };
        }
        return name;
    }

    /// As the requester chose; in the open where they chose nothing, since only an officer of the client gets it then.
    private Delivery delivery(Request request) {
        Map<String, String> said = RequestWords.atReceiptOrRefuse(log, words, request);
        String passphrase = said.get("passphrase");
        String certificate = said.get("certificate");
        if (passphrase != null) {
            return new Delivery.Passphrase(passphrase.toCharArray());
        }
        return certificate == null
                ? new Delivery.Plain()
                : new Delivery.Certificate(CertificateEnvelope.certificate(
                        certificate, request.steps().getFirst().decidedAt())); // it was valid then
    }
}
