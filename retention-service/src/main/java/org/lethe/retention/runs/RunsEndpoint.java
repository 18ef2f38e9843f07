package org.lethe.retention.runs;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.EventLog;
import org.lethe.retention.buckets.BucketView;
import org.lethe.retention.certificates.CertificatePdf;
import org.lethe.retention.certificates.ClientReport;
import org.lethe.retention.certificates.Deeds;
import org.lethe.retention.preview.Figures.Amount;
import org.lethe.retention.preview.Figures.Line;
import org.lethe.retention.schedules.Schedules;
import org.lethe.service.Foundation;
import org.lethe.service.Freshness;
import org.lethe.service.clock.ClockInDoubtException;
import org.lethe.service.clock.ClockTrust;
import org.lethe.service.signing.SignedDocument;
import org.lethe.service.signing.SigningKey;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Cursor;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.InvalidParameterException;
import org.lethe.web.NotFoundException;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.StrictJson;
import org.lethe.web.Terms;

/// Asks for runs of retention, shows how far they are and what they did.
final class RunsEndpoint {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(5);
    private static final String PATH = "/v1/retention-runs";
    private static final String PDF = "application/pdf";
    private static final int MAX_CLIENTS_SHOWN = 200;

    private final EventLog log;
    private final Runs runs;
    private final RunTable table;
    private final RunSchedule schedule;
    private final Freshness freshness;
    private final SigningKey key;
    private final Clock clock;
    private final ClockTrust trust;

    RunsEndpoint(Foundation foundation, Runs runs, RunTable table, RunSchedule schedule) {
        this.log = foundation.log();
        this.runs = runs;
        this.table = table;
        this.schedule = schedule;
        this.freshness = foundation.freshness(BucketView.NAME);
        this.key = foundation.part(SigningKey.class);
        this.clock = foundation.clock();
        this.trust = foundation.part(ClockTrust.class, ClockTrust.BLIND);
    }

    /// @param dryRun true unless it says false: nothing goes by accident
    record NewRun(
            @Nullable ClientId clientId,
            @Nullable Instant at,
            @Nullable Boolean dryRun) {}

    record AcceptedRun(RunId runId, boolean dryRun) {}

    record ShownClient(
            ClientId clientId,
            Run.State state,
            @Nullable Integer scheduleVersion,
            boolean wholeClient,
            int bucketsOrdered,
            int bucketsDestroyed,
            @Nullable Amount unreadable,
            @Nullable Amount held,
            @Nullable List<Line> lines,
            @Nullable Instant completedAt,
            @Nullable String certificate) {}

    /// @param clients at most 200 of them
    record ShownRun(
            RunId runId,
            Run.State state,
            boolean dryRun,
            @Nullable ClientId clientId,
            Instant at,
            String askedBy,
            Instant askedAt,
            @Nullable Instant finishedAt,
            @Nullable Integer clientsInAll,
            @Nullable Integer clientsCompleted,
            @Nullable Amount unreadable,
            @Nullable Amount held,
            @Nullable String effect,
            @Nullable List<ShownClient> clients) {}

    /// As [org.lethe.retention.certificates.Certificate] writes it.
    record SignedCertificate(Map<String, Object> certificate, SignedDocument.Signature signature) {}

    record ShownKey(String algorithm, String keyId, String publicKey, String pem) {}

    Routes routes() {
        Terms readers = Terms.roles(Role.RETENTION_OPERATOR, Role.PRIVACY_OFFICER, Role.AUDITOR);
        return new Routes()
                .post(
                        PATH,
                        Terms.roles(Role.RETENTION_OPERATOR)
                                .repeats(Repeat.NATURAL)
                                .takes(NewRun.class)
                                .accepts(AcceptedRun.class)
                                .refuses(ClockInDoubtException.TYPE),
                        this::ask)
                .get(PATH, readers.pages(ShownRun.class), this::list)
                .get(
                        PATH + "/certificate-key",
                        readers.answers(ShownKey.class),
                        _ -> Answer.ok(new ShownKey("Ed25519", key.keyId(), key.publicKey(), key.publicPem())))
                .get(PATH + "/{run}", readers.answers(ShownRun.class), this::show)
                .get(
                        PATH + "/{run}/certificate",
                        readers.query("client_id", ClientId.class)
                                .answers(SignedCertificate.class)
                                .produces("application/json", PDF)
                                .refuses(RunProblems.NO_CERTIFICATE),
                        this::certificate);
    }

    private Answer ask(ApiRequest request) throws SQLException {
        NewRun wanted = request.body(NewRun.class);
        boolean dryRun = !Boolean.FALSE.equals(wanted.dryRun());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant at = wanted.at() == null ? now : wanted.at().truncatedTo(ChronoUnit.MICROS);
        if (!dryRun && at.isAfter(now)) {
            throw new InvalidBodyException("/at", "now or a time past; only a dry run may look ahead");
        }
        if (!dryRun) {
            trust.require();
        }
        Optional<ClientId> client = client(request, wanted.clientId());
        client.ifPresent(id -> Schedules.of(log, id)); // there is such a client
        freshness.awaitCaughtUp(VIEW_WAIT); // what was said a moment ago counts too
        RunId id = request.onceId().map(RunId::new).orElseGet(RunId::random);
        Run run = runs.ask(id, client, at, dryRun, request.caller().key().toString());
        schedule.schedule(run);
        return Answer.accepted(PATH + "/" + run.id(), new AcceptedRun(run.id(), dryRun));
    }

    private static Optional<ClientId> client(ApiRequest request, @Nullable ClientId wanted) {
        if (wanted != null && !request.caller().actsFor(wanted)) {
            throw new NotFoundException();
        }
        return wanted != null ? Optional.of(wanted) : own(request);
    }

    /// The one client that the caller may see; empty for the platform, which sees all.
    private static Optional<ClientId> own(ApiRequest request) {
        return request.caller().isPlatform()
                ? Optional.empty()
                : Optional.of(request.caller().client());
    }

    private Answer list(ApiRequest request) throws SQLException {
        long before = request.cursor().map(cursor -> cursor.number(0)).orElse(Long.MAX_VALUE);
        return Answer.ok(request.page(
                table.list(own(request), before, request.limit() + 1),
                run -> Cursor.of(run.number()),
                run -> shown(run, null, null, null, null, null, null)));
    }

    private Answer show(ApiRequest request) throws SQLException {
        Run run = run(request);
        List<RunTable.ClientRun> clients = visible(run, request);
        List<ShownClient> shown = new ArrayList<>();
        Amount unreadable = Amount.NOTHING;
        Amount held = Amount.NOTHING;
        for (RunTable.ClientRun client : clients) {
            ClientReport report = report(client);
            if (report != null) {
                unreadable = unreadable.plus(report.unreadable());
                held = held.plus(report.held());
            }
            if (shown.size() < MAX_CLIENTS_SHOWN) {
                shown.add(shown(run, client, report));
            }
        }
        return Answer.ok(shown(
                run,
                clients.size(),
                (int) clients.stream().filter(RunTable.ClientRun::completed).count(),
                unreadable,
                held,
                effect(run, unreadable, held),
                shown));
    }

    private static String effect(Run run, Amount unreadable, Amount held) {
        String verb = run.dryRun() ? " would become unreadable" : " became unreadable";
        String kept = held.days() + held.contents() == 0 ? "" : "; holds keep " + held.contents() + " contents";
        return (unreadable.days() == 0
                        ? "nothing" + verb
                        : unreadable.messages() + " messages and " + (unreadable.contents() - unreadable.messages())
                                + " other contents of " + unreadable.days() + " buckets" + verb)
                + (run.state() == Run.State.COMPLETED ? "" : " so far")
                + kept;
    }

    private ShownClient shown(Run run, RunTable.ClientRun client, @Nullable ClientReport report) throws SQLException {
        List<Deeds.Order> orders = table.orders(run.id(), client.client());
        return new ShownClient(
                client.client(),
                client.completed() ? Run.State.COMPLETED : Run.State.RUNNING,
                report == null ? null : report.scheduleVersion(),
                report != null && report.wholeClient(),
                orders.stream().mapToInt(Deeds.Order::buckets).sum(),
                table.destroyed(run.id(), client.client()),
                report == null ? null : report.unreadable(),
                report == null ? null : report.held(),
                report == null ? null : report.lines(),
                client.completedAt(),
                client.certified() ? PATH + "/" + run.id() + "/certificate?client_id=" + client.client() : null);
    }

    private static @Nullable ClientReport report(RunTable.ClientRun client) {
        String report = client.report();
        return report == null ? null : StrictJson.read(report.getBytes(StandardCharsets.UTF_8), ClientReport.class);
    }

    private static ShownRun shown(
            Run run,
            @Nullable Integer clientsInAll,
            @Nullable Integer clientsCompleted,
            @Nullable Amount unreadable,
            @Nullable Amount held,
            @Nullable String effect,
            @Nullable List<ShownClient> clients) {
        return new ShownRun(
                run.id(),
                run.state(),
                run.dryRun(),
                run.client().orElse(null),
                run.at(),
                run.askedBy(),
                run.askedAt(),
                run.finishedAt().orElse(null),
                clientsInAll,
                clientsCompleted,
                unreadable,
                held,
                effect,
                clients);
    }

    private Run run(ApiRequest request) throws SQLException {
        return table.find(request.path("run", RunId::parse)).orElseThrow(NotFoundException::new);
    }

    /// @throws NotFoundException if the run is about nobody whom the caller may see
    private List<RunTable.ClientRun> visible(Run run, ApiRequest request) throws SQLException {
        List<RunTable.ClientRun> clients = table.clients(run.id()).stream()
                .filter(client -> request.caller().actsFor(client.client()))
                .toList();
        boolean own = run.client()
                .map(request.caller()::actsFor)
                .orElse(request.caller().isPlatform());
        if (clients.isEmpty() && !own) {
            throw new NotFoundException();
        }
        return clients;
    }

    private Answer certificate(ApiRequest request) throws SQLException {
        Run run = run(request);
        List<RunTable.ClientRun> clients = visible(run, request);
        Optional<ClientId> wanted = request.query("client_id", "a client's id", ClientId::parse);
        List<RunTable.ClientRun> certified = clients.stream()
                .filter(RunTable.ClientRun::certified)
                .filter(client -> wanted.isEmpty() || wanted.get().equals(client.client()))
                .toList();
        if (certified.isEmpty()) {
            throw new NoCertificateException();
        }
        if (certified.size() > 1) {
            throw new InvalidParameterException("?client_id", "one of the run's clients: each has a certificate");
        }
        ClientId client = certified.getFirst().client();
        byte[] certificate = table.certificate(run.id(), client).orElseThrow(NoCertificateException::new);
        return request.answerType().equals(PDF)
                ? Answer.bytes(PDF, CertificatePdf.of(ClientName.of(log, client), certificate))
                : Answer.bytes("application/json", certificate);
    }
}
