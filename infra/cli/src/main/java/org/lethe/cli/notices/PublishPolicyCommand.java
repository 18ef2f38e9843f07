package org.lethe.cli.notices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `lethe policy publish`: what is published stays, so it asks.
@Command(
        name = "publish",
        header = {
            "Publish a policy on the client's page, for good. What is material is announced by that, and effective after"
                    + " the client's notice period at the earliest. Asks first.",
            "",
            "Examples:",
            "  lethe policy publish policy.txt --client Acme --audience consumer --policy-version 2027-01",
            "  lethe policy publish typo.txt --client Acme --audience visitor --policy-version 3.1 --not-material --yes",
            "  lethe policy publish sale.txt --client Acme --audience consumer --policy-version sale --ownership"
                    + " --effective-from 2027-03-01T00:00:00Z",
            ""
        })
final class PublishPolicyCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Parameters(
            paramLabel = "FILE",
            description = "Plain text in UTF-8, an empty line between paragraphs; at most 24,000 characters.")
    private Path file;

    @Option(
            names = "--audience",
            required = true,
            paramLabel = "AUDIENCE",
            description = "Whom it is for: consumer, client or visitor.")
    private String audience = "";

    @Option(
            names = "--policy-version",
            required = true,
            paramLabel = "VERSION",
            description = "As you count, such as 2027-01 or 3.1; stands for one text for good.")
    private String version = "";

    @Option(
            names = "--effective-from",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "Such as 2027-01-01T00:00:00Z; default: the earliest that is possible.")
    private @Nullable Instant effectiveFrom;

    @Option(names = "--not-material", description = "It takes nothing from people, and lets no more be done.")
    private boolean notMaterial;

    @Option(names = "--ownership", description = "It is notice of a change of ownership; always material.")
    private boolean ownership;

    @Mixin
    private Consent consent;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("audience", audience);
        policy.put("version", version);
        policy.put("text", text());
        policy.put("material", !notMaterial);
        policy.put("kind", ownership ? "ownership" : "policy");
        if (effectiveFrom != null) {
            policy.put("effective_from", effectiveFrom.toString());
        }
        try (ClientApi client = options.connect()) {
            consent.require(
                    output,
                    "Publish " + file + " as version " + Table.printable(version) + " for the audience "
                            + Table.printable(audience) + " of " + client.title() + "? It can't be taken back.");
            JsonNode published = client.api()
                    .post(client.path(PolicyCommand.PATH), policy)
                    .orRefuse("nothing was published")
                    .json();
            output.result(
                    published,
                    out -> out.println("Policy " + published.path("policy_id").asString() + " of " + client.title()
                            + ", effective from "
                            + published.path("effective_from").asString()));
        }
        return 0;
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RefusedException("the text can't be read from " + file + " (plain text in UTF-8)", e);
        }
    }
}
