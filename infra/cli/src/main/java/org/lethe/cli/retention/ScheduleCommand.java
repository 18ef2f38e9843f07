package org.lethe.cli.retention;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Moment;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe schedule`: how long a client's content is kept.
@Command(
        name = "schedule",
        header = {
            "How long a client's content is kept: see it, try it, set it.",
            "",
            "Examples:",
            "  lethe schedule show --client Acme",
            "  lethe schedule preview --client Acme --rule default=P13M --rule visit=P30D",
            "  lethe schedule set --client Acme --rule default=P13M --rule visit=P30D --reason \"new contract\"",
            "  lethe schedule history --client Acme --json",
            "  lethe schedule withdraw --client Acme",
            ""
        },
        subcommands = {PreviewScheduleCommand.class, SetScheduleCommand.class})
public final class ScheduleCommand implements Runnable {
    static final String PATH = "/retention-schedule";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "show",
            header = {
                "Show the schedule in force, and the one that waits for its time.",
                "",
                "Examples:",
                "  lethe schedule show --client Acme",
                "  lethe schedule show --client Acme --at 2027-01-01T00:00:00Z",
                ""
            })
    int show(
            @Mixin ClientOptions options,
            @Option(
                            names = "--at",
                            paramLabel = "INSTANT",
                            converter = Moment.class,
                            description = "The one in force then; default: now.")
                    @Nullable
                    Instant at,
            @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            JsonNode schedule = client.api()
                    .get(client.path(at == null ? PATH : PATH + "?at=" + at))
                    .orRefuse("the schedule can't be shown")
                    .json();
            output.result(schedule, out -> {
                out.println(client.title() + " at " + schedule.path("at").asString());
                printVersion(out, "In force", schedule.path("in_force"));
                if (schedule.has("waiting")) {
                    printVersion(out, "Waiting", schedule.path("waiting"));
                }
            });
        }
        return 0;
    }

    private static void printVersion(PrintWriter out, String state, JsonNode schedule) {
        out.println();
        out.println(state + ": version " + schedule.path("version").asInt() + ", from "
                + schedule.path("effective_from").asString() + ", set at "
                + schedule.path("set_at").asString() + " by "
                + schedule.path("set_by").asString());
        printRules(out, schedule.path("rules"));
    }

    static void printRules(PrintWriter out, JsonNode rules) {
        Table table = new Table("category", "channel", "period");
        for (JsonNode json : rules) {
            Rule rule = Rule.of(json);
            table.row(rule.category(), rule.channel(), rule.period());
        }
        table.print(out);
    }

    @Command(
            name = "withdraw",
            header = {
                "Withdraw the schedule that waits for its time; the one in force stays.",
                "",
                "Examples:",
                "  lethe schedule withdraw --client Acme",
                ""
            })
    int withdraw(@Mixin ClientOptions options, @Mixin Consent consent, @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            Api.Answer present = client.api().get(client.path(PATH)).orRefuse("the schedule can't be looked at");
            JsonNode waiting = present.json().path("waiting");
            String etag = present.etag();
            if (waiting.isMissingNode() || etag == null) {
                throw new RefusedException("no schedule of " + client.title() + " waits for its time");
            }
            output.say(out -> printVersion(out, "Waiting", waiting));
            consent.require(output, "Withdraw this schedule?");
            JsonNode set = client.api()
                    .delete(client.path(PATH + "/waiting"), etag)
                    .orRefuse("the schedule was not withdrawn")
                    .json();
            output.result(set, out -> SetScheduleCommand.print(out, client, set));
        }
        return 0;
    }

    @Command(
            name = "history",
            header = {
                "List every version of the schedule, with who, when and why.",
                "",
                "Examples:",
                "  lethe schedule history --client Acme",
                "  lethe schedule history --client Acme --json",
                ""
            })
    int history(@Mixin ClientOptions options, @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            List<JsonNode> versions =
                    client.api().all(client.path(PATH + "/history?limit=200"), "the history can't be listed");
            output.result(Map.of("items", versions), out -> {
                Table table = new Table("version", "in force", "from", "set at", "set by", "rules", "reason");
                for (JsonNode one : versions) {
                    table.row(
                            one.path("version"),
                            one.path("in_force").asBoolean() ? "yes" : "",
                            one.path("effective_from"),
                            one.path("set_at"),
                            one.path("set_by"),
                            Rule.line(one.path("rules")),
                            one.path("reason"));
                }
                table.print(out);
            });
        }
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? show, history, preview, set or withdraw");
    }
}
