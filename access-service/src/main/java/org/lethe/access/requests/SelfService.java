package org.lethe.access.requests;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lethe.access.deadlines.Deadlines;
import org.lethe.access.requests.RequestBodies.DeliveryWanted;
import org.lethe.access.requests.RequestBodies.Details;
import org.lethe.access.requests.RequestBodies.NewRequest;
import org.lethe.access.requests.RequestBodies.Subject;
import org.lethe.access.requests.RequestBodies.Via;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.DestroyedKey;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.IdentityConfirmed;
import org.lethe.contracts.PackageCollected;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestType;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.EventLog;
import org.lethe.service.Foundation;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.lethe.web.OutputWriter;
import org.lethe.web.ProblemException;
import org.lethe.web.StrictJson;

/// What a consumer may do themselves, for the page: make a request, show that it is theirs, see how it stands, and end
/// it. The same decisions as of the API, by the consumer.
///
/// Whoever holds the link to a request may have typed somebody else's address. So nothing here tells whether anybody is
/// known by it until that is proved: an opt-out, which takes no proof, is on record and says no more
/// ([Standing#veiled]).
public final class SelfService {
    private static final Criteria.Types GONE = Criteria.types(ConsumerErased.class, ConsumerForgotten.class);
    private static final Set<String> OF_A_CONSUMER = Set.of("verify", "confirm", "revoke", "appeal", "escalate");
    private static final String EXTENDED = "extended";
    private static final String DENIED = "denied";

    private final EventLog log;
    private final Intake intake;
    private final Handover handover;
    private final Receipts receipts;
    private final ConsumerWords words;
    private final Moments moments;

    SelfService(Foundation foundation, Intake intake, Handover handover, Receipts receipts) {
        this.log = foundation.log();
        this.intake = intake;
        this.handover = handover;
        this.receipts = receipts;
        this.words = foundation.part(ConsumerWords.class);
        this.moments = foundation.moments();
    }

    /// What somebody filled in. It prints nothing of it.
    ///
    /// @param passphrase for a package
    /// @param text of a correction, an objection or a complaint
    /// @param channels and uses to opt out of
    public record Ask(
            RequestType type,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId,
            @Nullable String passphrase,
            @Nullable String text,
            List<String> channels,
            List<String> uses) {
        NewRequest request() {
            return new NewRequest(
                    type,
                    new Subject(email, phone, externalId, null),
                    null,
                    Via.PAGE,
                    null,
                    null,
                    passphrase == null ? null : new DeliveryWanted(passphrase, null),
                    new Details(
                            null,
                            null,
                            text,
                            null,
                            null,
                            channels.isEmpty() ? null : channels,
                            uses.isEmpty() ? null : uses));
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// What came of an asking that is taken.
    ///
    /// @param consumer whose request it is, or would be
    /// @param takesProof whether it has to be shown who asks
    public record Made(RequestId request, ConsumerId consumer, boolean takesProof) {}

    /// What is approved by itself is so later, so that it takes no longer for whoever is known.
    ///
    /// @throws org.lethe.web.InvalidBodyException naming each place, such as `/consumer/email`
    public Made receive(ClientId client, Ask ask) {
        NewRequest wanted = ask.request();
        StrictJson.checkLimits(wanted);
        Request request = intake.receive(client, wanted, SelfService::by);
        return new Made(request.id(), request.consumer(), request.state() == RequestState.RECEIVED);
    }

    /// What it looks like to a consumer.
    ///
    /// @param state as in the API, but for what is veiled
    /// @param possible steps of theirs
    /// @param veiled on record, and no more is said: it takes no proof of who asks
    /// @param proved whether it is clear who asks
    /// @param dueAt as the time stands now
    /// @param erased whether the consumer's key is destroyed
    /// @param denialReason a code; null where it is not denied
    /// @param denialText what the client said of it; null where nothing, or where it can't be read any more
    /// @param extensionText why it takes longer
    public record Standing(
            RequestType type,
            String state,
            Set<String> possible,
            boolean veiled,
            boolean proved,
            ZoneId zone,
            Instant receivedAt,
            Instant dueAt,
            boolean extended,
            boolean paused,
            boolean overdue,
            boolean erased,
            @Nullable String denialReason,
            @Nullable String denialText,
            @Nullable String extensionText,
            @Nullable Parcel parcel,
            @Nullable Proof proof) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param waits whether it can be collected
    /// @param readable false where nobody can read any more how it was to be locked
    /// @param collectedAt null until it was
    public record Parcel(
            boolean waits,
            boolean readable,
            Instant expiresAt,
            @Nullable Instant collectedAt) {}

    /// What the receipt says.
    public record Proof(
            Instant answeredAt,
            @Nullable Instant erasedAt,
            @Nullable Instant irrecoverableAt,
            List<String> fingerprints) {}

    /// @throws NotFoundException if there is no such request of this client
    public Standing standing(ClientId client, RequestId id) {
        Request request = intake.known(client, id);
        Instant now = moments.now();
        Deadlines deadlines = request.deadlines(now);
        boolean veiled = isVeiled(request);
        List<RequestWords> said = RequestWords.of(log, words, request);
        Set<String> possible = new TreeSet<>(Step.possible(request, now));
        possible.retainAll(OF_A_CONSUMER);
        if (veiled) {
            possible.clear();
        }
        if (!intake.sendsCodes()) {
            possible.remove("verify");
        }
        boolean erased = !veiled
                && request.received().known()
                && isProved(request)
                && !log.lookUp(Criteria.of(EventTag.CONSUMER, request.consumer(), GONE))
                        .isEmpty();
        boolean denied = !veiled && request.state() == RequestState.DENIED;
        return new Standing(
                request.type(),
                veiled ? RequestState.RECEIVED.wireName() : request.state().wireName(),
                possible,
                veiled,
                isProved(request),
                request.facts().zone(),
                request.received().receivedAt(),
                deadlines.dueAt(),
                deadlines.extended(),
                deadlines.paused(),
                request.state().isOpen() && deadlines.dueAt().isBefore(now),
                erased,
                denied ? receipts.of(request).denialReason() : null,
                denied ? last(said, DENIED) : null,
                last(said, EXTENDED),
                parcel(request, said),
                !veiled && Receipts.isThere(request) ? proof(receipts.of(request)) : null);
    }

    private @Nullable Parcel parcel(Request request, List<RequestWords> said) {
        Instant expiresAt = request.expiresAt();
        return expiresAt == null
                ? null
                : new Parcel(
                        handover.isWaiting(request),
                        said.stream().anyMatch(one -> one.words().containsKey(RequestWords.LOCK)),
                        expiresAt,
                        request.steps().stream()
                                .filter(step -> step.event() instanceof PackageCollected)
                                .map(step -> step.recordedAt())
                                .findFirst()
                                .orElse(null));
    }

    private static Proof proof(Receipts.RequestReceipt receipt) {
        List<DestroyedKey> keys = receipt.keys();
        return new Proof(
                receipt.answeredAt(),
                receipt.erasedAt(),
                receipt.irrecoverableAt(),
                keys == null
                        ? List.of()
                        : keys.stream().map(DestroyedKey::fingerprint).toList());
    }

    private static @Nullable String last(List<RequestWords> said, String about) {
        return said.reversed().stream()
                .filter(one -> one.about().equals(about))
                .map(one -> one.words().get("text"))
                .findFirst()
                .orElse(null);
    }

    private static boolean isProved(Request request) {
        return request.steps().stream()
                .anyMatch(step -> step.event() instanceof IdentityConfirmed confirmed
                        && !confirmed.method().equals("none"));
    }

    private static boolean isVeiled(Request request) {
        return request.type() == RequestType.OPT_OUT && !isProved(request);
    }

    public boolean sendsCodes() {
        return intake.sendsCodes();
    }

    /// Whether a code may be sent to this person, or too many went there already. Nobody is told.
    @FunctionalInterface
    public interface Limit {
        Limit NONE = () -> true;

        boolean allows() throws SQLException;
    }

    /// Has a code sent to the address on file, if there is one.
    ///
    /// @param limit asked once there is a code
    /// @return why not; empty if it is on its way as far as anybody is told
    public Optional<ProblemException> sendCode(ClientId client, RequestId id, Limit limit) throws SQLException {
        Request request = intake.known(client, id);
        try {
            intake.sendCode(request, by(request.consumer()), limit);
            return Optional.empty();
        } catch (RequestRefusedException | StepNotPossibleException e) {
            return Optional.of(e);
        }
    }

    /// @return how many tries are left, if it is another code; empty if it is the one
    /// @throws ProblemException if nobody has to prove anything any more
    public Optional<Integer> confirm(ClientId client, RequestId id, String code) throws SQLException {
        Request request = intake.known(client, id);
        try {
            intake.confirm(request, code, by(request.consumer()));
            return Optional.empty();
        } catch (RequestRefusedException e) {
            return Optional.of((Integer) e.members().getOrDefault("tries_left", 0));
        }
    }

    /// @throws ProblemException if it stands where this can't be done
    public void revoke(ClientId client, RequestId id) {
        take(client, id, new Step.Revoke(), "revoked", null);
    }

    /// @throws ProblemException if it stands where this can't be done
    public void appeal(ClientId client, RequestId id, String text) {
        take(client, id, new Step.Appeal(), "appealed", text);
    }

    /// @throws ProblemException if it stands where this can't be done
    public void escalate(ClientId client, RequestId id) {
        take(client, id, new Step.Escalate(Step.Escalate.DISPUTE_RESOLUTION), "escalated", null);
    }

    private void take(ClientId client, RequestId id, Step step, String about, @Nullable String text) {
        Request request = intake.known(client, id);
        if (isVeiled(request)) {
            throw StepNotPossibleException.of(request, moments.now());
        }
        intake.step(request, step, about, text, by(request.consumer()));
    }

    /// A package on its way.
    public record Handed(String mediaType, String fileName, OutputWriter writer) {}

    /// @throws ProblemException if there is nothing to collect
    public Handed collect(ClientId client, RequestId id) {
        Request request = intake.known(client, id);
        Handover.Parcel parcel = handover.parcel(request, by(request.consumer()));
        return new Handed(parcel.mediaType(), parcel.fileName(), parcel.writer());
    }

    /// The receipt as a JSON Web Signature.
    ///
    /// @throws ProblemException if there is none
    public byte[] receipt(ClientId client, RequestId id) {
        Request request = intake.known(client, id);
        if (isVeiled(request)) {
            throw new NotFoundException();
        }
        return receipts.jose(request);
    }

    /// What the client is called where it does not say otherwise.
    public String clientName(ClientId client) {
        return handover.name(client);
    }

    private static String by(ConsumerId consumer) {
        return "consumer:" + consumer;
    }

    /// Whose request it is.
    public ConsumerId consumer(ClientId client, RequestId id) {
        return intake.known(client, id).consumer();
    }
}
