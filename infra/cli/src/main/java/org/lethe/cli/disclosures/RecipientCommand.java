package org.lethe.cli.disclosures;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Day;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe recipient`: to whom a client may disclose.
@Command(
        name = "recipient",
        header = {
            "Recipients: to whom a client may disclose what it holds of consumers.",
            "",
            "Examples:",
            "  lethe recipient add --client Acme --name \"Example Translations\" --kind sub_processor --region eu"
                    + " --contract DPA-17 --contract-ends 2027-12-31",
            "  lethe recipient list --client Acme",
            ""
        })
public final class RecipientCommand implements Runnable {
    private static final String PATH = "/recipients";

    @Spec
    private CommandSpec spec;

    /// What it is under.
    static final class Contract {
        @Option(
                names = "--contract",
                required = true,
                paramLabel = "REFERENCE",
                description = "The contract with them, such as DPA-17. Kept sealed.")
        private String reference = "";

        @Option(
                names = "--contract-ends",
                paramLabel = "DAY",
                converter = Day.class,
                description = "Its last day, in UTC; default: it has no end.")
        private @Nullable LocalDate ends;

        private Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("reference", reference);
            if (ends != null) {
                body.put("ends", ends.toString());
            }
            return body;
        }
    }

    @Command(
            name = "add",
            header = {
                "Register somebody to whom a client may disclose.",
                "",
                "Examples:",
                "  lethe recipient add --client Acme --name \"Example Translations\" --kind sub_processor --region eu"
                        + " --contract DPA-17 --contract-ends 2027-12-31",
                "  lethe recipient add --client Acme --name \"Police of Example\" --kind authority --region US-NY",
                ""
            })
    int add(
            @Mixin ClientOptions options,
            @Option(names = "--name", required = true, paramLabel = "WORDS", description = "Who they are. Kept sealed.")
                    String name,
            @Option(
                            names = "--kind",
                            required = true,
                            paramLabel = "CODE",
                            description = "A code of yours in clear, such as sub_processor, partner or authority.")
                    String kind,
            @Option(
                            names = "--region",
                            required = true,
                            paramLabel = "REGION",
                            description = "Where they are, such as eu or US-NY; in clear.")
                    String region,
            @ArgGroup(exclusive = false) @Nullable Contract contract,
            @Mixin Output output) {
        Map<String, Object> recipient = new LinkedHashMap<>();
        recipient.put("name", name);
        recipient.put("kind", kind);
        recipient.put("region", region);
        if (contract != null) {
            recipient.put("contract", contract.body());
        }
        try (ClientApi client = options.connect()) {
            JsonNode added = client.api()
                    .post(client.path(PATH), recipient)
                    .orRefuse("the recipient was not registered")
                    .json();
            output.result(
                    added,
                    out -> out.println("Recipient " + added.path("recipient_id").asString() + " of " + client.title()));
        }
        return 0;
    }

    @Command(
            name = "list",
            header = {
                "List a client's recipients.",
                "",
                "Examples:",
                "  lethe recipient list --client Acme",
                "  lethe recipient list --client Acme --json",
                ""
            })
    int list(@Mixin ClientOptions options, @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            List<JsonNode> recipients =
                    client.api().all(client.path(PATH + "?limit=200"), "the recipients can't be listed");
            output.result(Map.of("items", recipients), out -> {
                Table table = new Table("recipient", "name", "kind", "region", "contract", "ends");
                for (JsonNode one : recipients) {
                    table.row(
                            one.path("recipient_id"),
                            one.path("name"),
                            one.path("kind"),
                            one.path("region"),
                            one.path("contract").path("reference"),
                            one.path("contract").path("ends"));
                }
                if (recipients.isEmpty()) {
                    out.println(client.title() + " has no recipients.");
                } else {
                    table.print(out);
                }
            });
        }
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? add or list");
    }
}
