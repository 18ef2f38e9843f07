package org.lethe.cli.disclosures;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Moment;
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

/// `lethe disclosure`: the register of what left, to whom and on what ground.
@Command(
        name = "disclosure",
        header = {
            "The register of disclosures: who received what of whom, on what ground.",
            "",
            "Examples:",
            "  lethe disclosure record --client Acme --recipient 019a8f00-0000-7000-8000-00000000000c"
                    + " --ground sub_processor --purpose \"translating chats\" --category messages --region eu"
                    + " --consumer 019a8f00-0000-7000-8000-000000000002",
            "  lethe disclosure list --client Acme --state awaiting_approval",
            "  lethe disclosure approve 019a8f00-0000-7000-8000-00000000000b --client Acme --token-file mine.token",
            ""
        })
public final class DisclosureCommand implements Runnable {
    private static final String PATH = "/disclosures";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "record",
            header = {
                "Put on record that something of consumers leaves, before it does. What lawful process wants (subpoena,"
                        + " court_order, search_warrant, other_legal_process) waits for a second person to approve it.",
                "",
                "Examples:",
                "  lethe disclosure record --client Acme --recipient 019a8f00-0000-7000-8000-00000000000c"
                        + " --ground sub_processor --purpose \"translating chats\" --category messages --region eu"
                        + " --consumer 019a8f00-0000-7000-8000-000000000002",
                "  lethe disclosure record --client Acme --recipient 019a8f00-0000-7000-8000-00000000000c"
                        + " --ground subpoena --purpose \"an order\" --reference 26-CV-17 --category messages --region US-NY"
                        + " --conversation 019a8f00-0000-7000-8000-000000000003 --may-be-told-from 2027-06-01T00:00:00Z",
                ""
            })
    int record(
            @Mixin ClientOptions options,
            @Option(
                            names = "--recipient",
                            required = true,
                            paramLabel = "ID",
                            description = "Who receives it; `lethe recipient list` shows the id.")
                    UUID recipient,
            @Option(
                            names = "--ground",
                            required = true,
                            paramLabel = "GROUND",
                            description = "consent, client_instruction, sub_processor, partner_integration, subpoena,"
                                    + " court_order, search_warrant, other_legal_process, protection_of_rights or"
                                    + " merger_or_acquisition.")
                    String ground,
            @Option(
                            names = "--purpose",
                            required = true,
                            paramLabel = "WORDS",
                            description = "What for. Kept sealed; it outlives an erasure, so name nobody.")
                    String purpose,
            @Option(names = "--reference", paramLabel = "WORDS", description = "Of the paper. Kept sealed.") @Nullable
                    String reference,
            @Option(
                            names = "--category",
                            required = true,
                            paramLabel = "CODE",
                            description = "What leaves, such as messages or contact; may be said several times.")
                    List<String> categories,
            @Option(
                            names = "--region",
                            required = true,
                            paramLabel = "REGION",
                            description = "Where it goes, such as eu or US-NY; in clear.")
                    String region,
            @Option(names = "--consumer", paramLabel = "ID", description = "Of whom; may be said several times.")
                    @Nullable
                    List<UUID> consumers,
            @Option(
                            names = "--conversation",
                            paramLabel = "ID",
                            description = "Of which conversation; may be said several times.")
                    @Nullable
                    List<UUID> conversations,
            @Option(
                            names = "--may-be-told-from",
                            paramLabel = "INSTANT",
                            converter = Moment.class,
                            description = "Until when the ground forbids to tell the consumers; default: it doesn't.")
                    @Nullable
                    Instant mayBeToldFrom,
            @Mixin Output output) {
        if (consumers == null && conversations == null) {
            throw new ParameterException(spec.subcommands().get("record"), "say of whom: --consumer or --conversation");
        }
        Map<String, Object> disclosure = new LinkedHashMap<>();
        disclosure.put("recipient_id", recipient.toString());
        disclosure.put("ground", ground);
        disclosure.put("purpose", purpose);
        put(disclosure, "reference", reference);
        disclosure.put("categories", categories);
        disclosure.put("region", region);
        put(disclosure, "consumer_ids", texts(consumers));
        put(disclosure, "conversation_ids", texts(conversations));
        put(disclosure, "may_be_told_from", mayBeToldFrom == null ? null : mayBeToldFrom.toString());
        try (ClientApi client = options.connect()) {
            JsonNode recorded = client.api()
                    .post(client.path(PATH), disclosure)
                    .orRefuse("the disclosure is not on record, and nothing may leave")
                    .json();
            print(client, recorded, output);
        }
        return 0;
    }

    private static @Nullable List<String> texts(@Nullable List<UUID> ids) {
        return ids == null ? null : ids.stream().map(UUID::toString).toList();
    }

    private static void put(Map<String, Object> body, String field, @Nullable Object value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    @Command(
            name = "list",
            header = {
                "List a client's register, the oldest first.",
                "",
                "Examples:",
                "  lethe disclosure list --client Acme",
                "  lethe disclosure list --client Acme --state awaiting_approval",
                "  lethe disclosure list --client Acme --consumer 019a8f00-0000-7000-8000-000000000002 --json",
                ""
            })
    int list(
            @Mixin ClientOptions options,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "In this state: recorded, awaiting_approval, refused or lapsed.")
                    @Nullable
                    String state,
            @Option(names = "--ground", paramLabel = "GROUND", description = "On this ground, such as subpoena.")
                    @Nullable
                    String ground,
            @Option(names = "--recipient", paramLabel = "ID", description = "To this recipient.") @Nullable
                    UUID recipient,
            @Option(names = "--consumer", paramLabel = "ID", description = "Of this consumer.") @Nullable UUID consumer,
            @Mixin Output output) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        put(wanted, "disclosure_state", state);
        put(wanted, "ground", ground);
        put(wanted, "recipient_id", recipient);
        put(wanted, "consumer_id", consumer);
        String query = wanted.entrySet().stream()
                .map(one -> "&" + one.getKey() + "="
                        + URLEncoder.encode(one.getValue().toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        try (ClientApi client = options.connect()) {
            List<JsonNode> entries =
                    client.api().all(client.path(PATH + "?limit=200" + query), "the register can't be listed");
            output.result(Map.of("items", entries), out -> {
                if (entries.isEmpty()) {
                    out.println(client.title() + " has no such disclosures on record.");
                } else {
                    rows(entries, out);
                }
            });
        }
        return 0;
    }

    private static void rows(List<JsonNode> entries, PrintWriter out) {
        Table table = new Table("disclosure", "state", "ground", "recipient", "consumers", "region", "at", "purpose");
        for (JsonNode one : entries) {
            table.row(
                    one.path("disclosure_id"),
                    one.path("state"),
                    one.path("ground"),
                    one.path("recipient_id"),
                    one.path("consumer_ids").size(),
                    one.path("region"),
                    one.path("recorded_at")
                            .asStringOpt()
                            .orElseGet(() -> one.path("proposed_at").asString("")),
                    one.path("purpose"));
        }
        table.print(out);
    }

    @Command(
            name = "approve",
            header = {
                "Approve what lawful process wants, as another person than the one who proposed it, with your own API key.",
                "",
                "Examples:",
                "  lethe disclosure approve 019a8f00-0000-7000-8000-00000000000b --client Acme --token-file mine.token",
                ""
            })
    int approve(
            @Mixin ClientOptions options,
            @Parameters(paramLabel = "DISCLOSURE", description = "Its id; `lethe disclosure list` shows it.")
                    UUID disclosure,
            @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            print(
                    client,
                    client.api()
                            .post(client.path(PATH + "/" + disclosure + "/approve"), Map.of())
                            .orRefuse("the disclosure was not approved")
                            .json(),
                    output);
        }
        return 0;
    }

    @Command(
            name = "refuse",
            header = {
                "Refuse what lawful process wants. Who proposed it may take it back so.",
                "",
                "Examples:",
                "  lethe disclosure refuse 019a8f00-0000-7000-8000-00000000000b --client Acme --reason \"another company\"",
                ""
            })
    int refuse(
            @Mixin ClientOptions options,
            @Parameters(paramLabel = "DISCLOSURE", description = "Its id; `lethe disclosure list` shows it.")
                    UUID disclosure,
            @Option(names = "--reason", required = true, paramLabel = "WORDS", description = "Why. Kept sealed.")
                    String reason,
            @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            print(
                    client,
                    client.api()
                            .post(client.path(PATH + "/" + disclosure + "/refuse"), Map.of("reason", reason))
                            .orRefuse("the disclosure was not refused")
                            .json(),
                    output);
        }
        return 0;
    }

    private static void print(ClientApi client, JsonNode entry, Output output) {
        output.result(entry, out -> {
            String id = entry.path("disclosure_id").asString();
            String state = entry.path("state").asString();
            out.println("Disclosure " + id + " of " + client.title() + ": " + state);
            if (state.equals("awaiting_approval")) {
                out.println(
                        "Nothing may leave before somebody else approves it, with their own API key: lethe disclosure"
                                + " approve " + id + ". It lapses at "
                                + entry.path("lapses_at").asString("") + ".");
            }
        });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? record, list, approve or refuse");
    }
}
