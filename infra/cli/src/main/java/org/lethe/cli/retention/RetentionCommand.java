package org.lethe.cli.retention;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ApiOptions;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe retention`: runs, by hand and on schedule.
@Command(
        name = "retention",
        header = {
            "Destroy what is due, and see what was destroyed. Lethe does it by itself every hour.",
            "",
            "Examples:",
            "  lethe retention run",
            "  lethe retention run --client Acme --at 2027-06-01T00:00:00Z",
            "  lethe retention run --client Acme --no-dry-run --certificate acme.pdf",
            "  lethe retention status",
            ""
        },
        subcommands = RunRetentionCommand.class)
public final class RetentionCommand implements Runnable {
    static final String PATH = "/v1/retention-runs";
    private static final String LISTED_BY_DEFAULT = "20";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "status",
            header = {
                "List the newest runs, or show what one did.",
                "",
                "Examples:",
                "  lethe retention status",
                "  lethe retention status 019a8f00-0000-7000-8000-000000000002",
                "  lethe retention status 019a8f00-0000-7000-8000-000000000002 --certificate acme.json",
                ""
            })
    int status(
            @Parameters(paramLabel = "RUN", arity = "0..1", description = "Its id; default: list the newest.") @Nullable
                    UUID run,
            @Option(
                            names = "--limit",
                            paramLabel = "COUNT",
                            defaultValue = LISTED_BY_DEFAULT,
                            description = "How many are listed, at most; default: " + LISTED_BY_DEFAULT + ".")
                    int limit,
            @Mixin Certificates certificates,
            @Mixin ApiOptions options,
            @Mixin Output output) {
        if (run == null && certificates.areWanted()) {
            throw new ParameterException(spec.commandLine(), "say which run's certificate");
        }
        certificates.requireWritable();
        try (Api api = options.connect()) {
            if (run == null) {
                list(api, limit, output);
            } else {
                show(api, run, certificates, output);
            }
        }
        return 0;
    }

    private static void list(Api api, int limit, Output output) {
        JsonNode page = api.get(PATH + "?limit=" + limit)
                .orRefuse("the runs can't be listed")
                .json();
        output.result(page, out -> {
            Table table = new Table("run", "state", "dry run", "by", "client", "asked by", "asked at", "finished at");
            for (JsonNode one : page.path("items")) {
                table.row(
                        one.path("run_id"),
                        one.path("state"),
                        one.path("dry_run").asBoolean() ? "yes" : "no",
                        one.path("at"),
                        one.has("client_id") ? one.path("client_id") : "all",
                        one.path("asked_by"),
                        one.path("asked_at"),
                        one.path("finished_at"));
            }
            if (table.isEmpty()) {
                out.println("There are no runs.");
            } else {
                table.print(out);
            }
        });
    }

    private static void show(Api api, UUID run, Certificates certificates, Output output) {
        RunReport report = report(api, run.toString());
        if (certificates.areWanted()) {
            if (certificates.save(api, report.json()).isEmpty()) {
                throw new RefusedException("the run has no certificate: nothing went by it, or not yet");
            }
        }
        output.result(report.json(), report::print);
    }

    static RunReport report(Api api, String run) {
        return new RunReport(
                api.get(PATH + "/" + run).orRefuse("the run can't be shown").json());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? run or status");
    }
}
