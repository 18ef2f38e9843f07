package org.lethe.cli.retention;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `lethe schedule set`: shows what would change, asks, and sets what was shown. A schedule that somebody else set
/// meanwhile is not overwritten.
@Command(
        name = "set",
        header = {
            "Set a client's schedule. The rules replace all rules before. Shows what changes, and asks.",
            "",
            "Examples:",
            "  lethe schedule set --client Acme --rule default=P13M --rule messages/web=P400D --reason \"new contract\"",
            "  lethe schedule set --client Acme --file rules.json --effective-from 2027-01-01T00:00:00Z",
            "  lethe schedule set --client Acme --rule default=P7Y --yes",
            ""
        })
final class SetScheduleCommand implements Callable<Integer> {
    private static final int PRECONDITION_FAILED = 412;

    @Mixin
    private ClientOptions options;

    @Mixin
    private RuleOptions rules;

    @Option(
            names = "--effective-from",
            paramLabel = "INSTANT",
            converter = Moment.class,
            description = "A time to come; default: now.")
    private @Nullable Instant effectiveFrom;

    @Option(names = "--reason", paramLabel = "WORDS", description = "Why. Kept sealed, shown in the history.")
    private @Nullable String reason;

    @Mixin
    private Consent consent;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        ObjectNode wanted = rules.read();
        if (effectiveFrom != null) {
            wanted.put("effective_from", effectiveFrom.toString());
        }
        if (reason != null) {
            wanted.put("reason", reason);
        }
        try (ClientApi client = options.connect()) {
            Api.Answer present = client.api()
                    .get(client.path(ScheduleCommand.PATH))
                    .orRefuse("the schedule in force can't be looked at");
            String etag = present.etag();
            if (etag == null) {
                throw new RefusedException("the schedule in force came without an ETag");
            }
            Preview preview = Preview.of(client, wanted.path("rules"), from(wanted), output);
            output.say(out -> {
                out.println(client.title());
                printChange(out, present.json().path("in_force").path("rules"), wanted.path("rules"));
                out.println();
                preview.print(out);
            });
            consent.require(output, "Set this schedule?");
            JsonNode set = set(client, wanted, etag);
            output.result(set, out -> print(out, client, set));
        }
        return 0;
    }

    /// @return when it would come into force; null for now
    private static @Nullable String from(ObjectNode wanted) {
        return wanted.path("effective_from").asStringOpt().orElse(null);
    }

    private static JsonNode set(ClientApi client, ObjectNode wanted, String etag) {
        Api.Answer answer = client.api().put(client.path(ScheduleCommand.PATH), wanted, etag);
        if (answer.status() == PRECONDITION_FAILED) {
            throw new RefusedException(
                    "somebody set another schedule meanwhile, and it stands; run this again to see what would change");
        }
        return answer.orRefuse("the schedule was not set").json();
    }

    private static void printChange(PrintWriter out, JsonNode before, JsonNode after) {
        Map<String, String> today = periods(before);
        Map<String, String> then = periods(after);
        Set<String> subjects = new LinkedHashSet<>(today.keySet());
        subjects.addAll(then.keySet());
        Table table = new Table("rule", "today", "then");
        subjects.forEach(subject -> table.row(subject, today.get(subject), then.get(subject)));
        table.print(out);
    }

    private static Map<String, String> periods(JsonNode rules) {
        Map<String, String> periods = new LinkedHashMap<>();
        for (JsonNode json : rules) {
            Rule rule = Rule.of(json);
            periods.put(rule.subject(), rule.period());
        }
        return periods;
    }

    static void print(PrintWriter out, ClientApi client, JsonNode set) {
        out.println(client.title() + ": version " + set.path("version").asInt() + ", from "
                + set.path("effective_from").asString());
        ScheduleCommand.printRules(out, set.path("rules"));
        set.path("notes").forEach(note -> out.println("Note: " + note.asString()));
    }
}
