package org.lethe.cli.transcripts;

import java.util.List;
import java.util.Map;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ApiOptions;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe client`: whose transcripts these are.
@Command(
        name = "client",
        header = {
            "Clients: the brands whose transcripts are kept.",
            "",
            "Examples:",
            "  lethe client list",
            "  lethe client add Acme --region eu --period P13M",
            "  lethe client offboard --client Acme",
            ""
        })
public final class ClientCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            header = {"List clients.", "", "Examples:", "  lethe client list", "  lethe client list --json", ""})
    int list(@Mixin ApiOptions options, @Mixin Output output) {
        try (Api api = options.connect()) {
            List<JsonNode> clients = api.all("/v1/clients?limit=200", "the clients can't be listed");
            output.result(Map.of("items", clients), out -> {
                Table table = new Table("name", "region", "client");
                clients.forEach(one -> table.row(one.path("name"), one.path("region"), one.path("client_id")));
                if (clients.isEmpty()) {
                    out.println("No clients. Make one: lethe client add NAME");
                } else {
                    table.print(out);
                }
            });
        }
        return 0;
    }

    @Command(
            name = "add",
            header = {
                "Register a client, with how long its content is kept.",
                "",
                "Examples:",
                "  lethe client add Acme",
                "  lethe client add Acme --region eu --period P90D",
                ""
            })
    int add(
            @Parameters(paramLabel = "NAME", description = "What people call it.") String name,
            @Option(
                            names = "--region",
                            defaultValue = "local",
                            paramLabel = "WORD",
                            description = "Where it lives; default: ${DEFAULT-VALUE}.")
                    String region,
            @Option(
                            names = "--period",
                            defaultValue = "P13M",
                            paramLabel = "PERIOD",
                            description = "How long all of it is kept (ISO 8601); default: ${DEFAULT-VALUE}. `lethe"
                                    + " schedule set` says more.")
                    String period,
            @Mixin ApiOptions options,
            @Mixin Output output) {
        try (Api api = options.connect()) {
            JsonNode added = api.post(
                            "/v1/clients",
                            Map.of(
                                    "name",
                                    name,
                                    "region",
                                    region,
                                    "retention",
                                    Map.of("rules", List.of(Map.of("category", "default", "period", period)))))
                    .orRefuse("the client was not registered")
                    .json();
            output.result(
                    added,
                    out -> out.println(Table.printable(name) + " is client "
                            + added.path("client_id").asString() + "; all of its content is kept for " + period + "."));
        }
        return 0;
    }

    @Command(
            name = "offboard",
            header = {
                "Let a client go: nothing new is taken for it, what is kept goes by its schedule, then its keys. There is no"
                        + " way back.",
                "",
                "Examples:",
                "  lethe client offboard --client Acme",
                ""
            })
    int offboard(@Mixin ClientOptions options, @Mixin Consent consent, @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            consent.requireTyped(
                    output,
                    "This lets " + client.title() + " go: nothing new is taken for it, and there is no way back.",
                    client.name());
            JsonNode left = client.api()
                    .post(client.path("/offboard"), Map.of())
                    .orRefuse("the client was not off-boarded")
                    .json();
            output.result(
                    left,
                    out -> out.println(client.title() + " left at "
                            + left.path("offboarded_at").asString() + ". Its content goes by its schedule."));
        }
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? list, add or offboard");
    }
}
