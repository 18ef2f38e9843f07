package org.lethe.cli.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ApiOptions;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Moment;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `lethe retention run`: looks at what is due, or destroys it.
@Command(
        name = "run",
        header = {
            "Show what is due, or with --no-dry-run destroy it. Waits until it is done and prints the report.",
            "",
            "Examples:",
            "  lethe retention run",
            "  lethe retention run --client Acme --at 2027-06-01T00:00:00Z",
            "  lethe retention run --client Acme --no-dry-run --certificate acme.pdf",
            ""
        })
final class RunRetentionCommand implements Callable<Integer> {
    private static final String EVERYBODY = "all clients";
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration SLOWEST_LOOK = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--client",
            paramLabel = "NAME|ID",
            description = "Whose; default: all that your API key may act for.")
    private @Nullable String clientName;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = Moment.class,
            description = "What is due by then; default: now. Only a dry run may look ahead.")
    private @Nullable Instant at;

    @Option(
            names = "--dry-run",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Destroy nothing, the default; or --no-dry-run, which does.")
    private boolean dryRun;

    @Mixin
    private Certificates certificates;

    @Mixin
    private Consent consent;

    @Mixin
    private ApiOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws InterruptedException {
        if (dryRun && certificates.areWanted()) {
            throw new ParameterException(
                    spec.commandLine(), "a dry run destroys nothing, so it has no certificate; or say --no-dry-run");
        }
        certificates.requireWritable();
        try (Api api = options.connect()) {
            @Nullable ClientApi client = clientName == null ? null : ClientApi.of(api, clientName);
            if (!dryRun) {
                consent.requireTyped(
                        output,
                        "This destroys what is due of " + (client == null ? EVERYBODY : client.title())
                                + "; nothing brings it back.",
                        client == null ? EVERYBODY : client.name());
            }
            String run = ask(api, client);
            output.say("Run " + run + "; `lethe retention status " + run + "` shows it if you stop waiting.");
            RunReport report = await(api, run);
            output.result(report.json(), report::print);
            saveCertificates(api, report);
        }
        return 0;
    }

    private String ask(Api api, @Nullable ClientApi client) {
        ObjectNode wanted = Api.JSON.createObjectNode().put("dry_run", dryRun);
        if (client != null) {
            wanted.put("client_id", client.id().toString());
        }
        if (at != null) {
            wanted.put("at", at.toString());
        }
        return api.post(RetentionCommand.PATH, wanted)
                .orRefuse("the run was not started")
                .json()
                .path("run_id")
                .asString();
    }

    private RunReport await(Api api, String run) throws InterruptedException {
        try (Progress progress = output.progress(dryRun ? "Looking at clients" : "Destroying what is due of clients")) {
            Duration pause = FIRST_LOOK;
            RunReport report = RetentionCommand.report(api, run);
            while (!report.isCompleted()) {
                progress.at(
                        report.json().path("clients_completed").asLong(),
                        report.json().path("clients_in_all").asLong());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(SLOWEST_LOOK) < 0 ? pause.multipliedBy(2) : SLOWEST_LOOK;
                report = RetentionCommand.report(api, run);
            }
            return report;
        }
    }

    private void saveCertificates(Api api, RunReport report) {
        if (!certificates.areWanted()) {
            return;
        }
        List<Path> saved = certificates.save(api, report.json());
        for (Path file : saved) {
            output.say("Certificate saved in " + file);
        }
        if (saved.isEmpty()) {
            output.say("No certificate is saved: nothing went.");
        }
        if (report.notShown() > 0) {
            output.say("The run has " + report.notShown() + " more clients; their certificates are at "
                    + RetentionCommand.PATH + "/{run}/certificate?client_id=");
        }
    }
}
