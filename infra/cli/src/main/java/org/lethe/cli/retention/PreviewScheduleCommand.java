package org.lethe.cli.retention;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Moment;
import org.lethe.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `lethe schedule preview`: what rules would make unreadable. Changes nothing.
@Command(
        name = "preview",
        header = {
            "Show what rules would make unreadable, beside today's rules. Changes nothing.",
            "",
            "Examples:",
            "  lethe schedule preview --client Acme --rule default=P13M --rule messages/web=P400D",
            "  lethe schedule preview --client Acme --file rules.json --at 2027-06-01T00:00:00Z",
            ""
        })
final class PreviewScheduleCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Mixin
    private RuleOptions rules;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = Moment.class,
            description = "By when, also ahead; default: now.")
    private @Nullable Instant at;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        JsonNode proposed = rules.read().path("rules");
        try (ClientApi client = options.connect()) {
            Preview preview = Preview.of(client, proposed, at == null ? null : at.toString(), output);
            output.result(preview.json(), preview::print);
        }
        return 0;
    }
}
