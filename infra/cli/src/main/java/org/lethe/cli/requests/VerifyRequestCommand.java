package org.lethe.cli.requests;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.terminal.Output;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lethe request verify`.
@Command(
        name = "verify",
        header = {
            "Prove who asks: say how you know them, or send a code to the address on file, for `confirm`.",
            "",
            "Examples:",
            "  lethe request verify 019a8f00-0000-7000-8000-000000000006 --client Acme --attest \"signed in to their account\"",
            "  lethe request verify 019a8f00-0000-7000-8000-000000000006 --client Acme --code",
            ""
        })
final class VerifyRequestCommand implements Callable<Integer> {
    private static final String OTHERWISE = "was not verified";

    @Mixin
    private OneRequest request;

    @ArgGroup(multiplicity = "1")
    private Way way = new Way();

    @Mixin
    private Output output;

    private static final class Way {
        @Option(
                names = "--attest",
                paramLabel = "WORDS",
                description = "You know that they are who they say; these words tell how. Kept sealed.")
        private @Nullable String statement;

        @Option(names = "--code", description = "Send a code of six digits, good for ten minutes and three tries.")
        private boolean code;
    }

    @Override
    public Integer call() {
        try (ClientApi client = request.connect()) {
            if (way.code) {
                request.take(client, output, "verify", Map.of("method", "code"), OTHERWISE);
                output.say("A code is on its way to the address on file, if there is one; `lethe request confirm` takes"
                        + " it.");
            } else {
                request.take(
                        client,
                        output,
                        "verify",
                        Api.JSON.createObjectNode().put("method", "attestation").put("statement", way.statement),
                        OTHERWISE);
            }
        }
        return 0;
    }
}
