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
import org.lethe.web.Moments;
import org.lethe.web.OutputWriter;

/// Hands over a package. It is written while it is sent and lies nowhere, so there is nothing to purge afterwards.
final class Handover {
    private static final Criteria.Types NAMES = Criteria.types(ClientRegistered.class, ClientRenamed.class);
    private static final Criteria.Types GONE = Criteria.types(ConsumerErased.class, ConsumerForgotten.class);

    private final EventLog log;
    private final Commands commands;
    private final DataSubjects subjects;
    private final ConsumerWords words;
    private final DisclosureRegister register;
    private final PackageWriter writer;
    private final Moments moments;

    Handover(Foundation foundation) {
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

    /// A package on its way.
    ///
    /// @param fileName what it is to be called where it is kept
    record Parcel(String mediaType, String fileName, OutputWriter writer) {}

    /// Whether there is anything to hand over.
    boolean isWaiting(Request request) {
        return request.isCollectable(moments.now())
                && log.lookUp(Criteria.of(EventTag.CONSUMER, request.consumer(), GONE))
                        .isEmpty();
    }

    /// @param by who collects it
    /// @throws RequestRefusedException if there is no package, or none any more
    Parcel parcel(Request request, String by) {
        if (request.expiresAt() == null) {
            throw new RequestRefusedException(
                    RequestProblems.NO_PACKAGE,
                    "the request is " + request.state().wireName() + " and has no package");
        }
        if (!isWaiting(request)) {
            throw new RequestRefusedException(
                    RequestProblems.PACKAGE_GONE, "it was collected, its time is over, or what it held is erased");
        }
        Delivery delivery = delivery(request);
        return new Parcel(delivery.mediaType(), request.id() + suffix(delivery), write(request, delivery, by));
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
        DataSubjects.Reason reason = new DataSubjects.Reason(TranscriptRead.FOR_REQUEST, request.id(), by);
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

    String name(ClientId client) {
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
