package org.lethe.cli.requests;

import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe privacy-settings`: how requests of a client's consumers are handled.
@Command(
        name = "privacy-settings",
        header = {
            "How requests of a client's consumers are handled, and how its page looks: see it, set it.",
            "",
            "Examples:",
            "  lethe privacy-settings show --client Acme",
            "  lethe privacy-settings set --client Acme --slug acme --zone Europe/Berlin --language de --language en",
            "  lethe privacy-settings set --client Acme --automatic-for opt_out",
            ""
        },
        subcommands = SetPrivacySettingsCommand.class)
public final class PrivacySettingsCommand implements Runnable {
    static final String PATH = "/privacy-settings";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "show",
            header = {
                "Show the privacy settings in force.",
                "",
                "Examples:",
                "  lethe privacy-settings show --client Acme",
                "  lethe privacy-settings show --client Acme --json",
                ""
            })
    int show(@Mixin ClientOptions options, @Mixin Output output) {
        try (ClientApi client = options.connect()) {
            JsonNode settings = client.api()
                    .get(client.path(PATH))
                    .orRefuse("the privacy settings can't be shown")
                    .json();
            output.result(settings, out -> {
                out.println(
                        client.title() + ": version " + settings.path("version").asInt());
                PrivacySettingsText.table(settings).print(out);
            });
        }
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? show or set");
    }
}
