package org.lethe.cli;

import org.lethe.cli.api.Version;
import org.lethe.cli.disclosures.DisclosureCommand;
import org.lethe.cli.disclosures.RecipientCommand;
import org.lethe.cli.imports.ImportCommand;
import org.lethe.cli.notices.PolicyCommand;
import org.lethe.cli.requests.PrivacySettingsCommand;
import org.lethe.cli.requests.RequestCommand;
import org.lethe.cli.retention.ClockCommand;
import org.lethe.cli.retention.HoldCommand;
import org.lethe.cli.retention.KeysCommand;
import org.lethe.cli.retention.RetentionCommand;
import org.lethe.cli.retention.ScheduleCommand;
import org.lethe.cli.server.ConfigCommand;
import org.lethe.cli.server.DatabaseCommand;
import org.lethe.cli.server.DemoCommand;
import org.lethe.cli.server.TokenCommand;
import org.lethe.cli.server.UpCommand;
import org.lethe.cli.transcripts.ClientCommand;
import org.lethe.cli.transcripts.EraseCommand;
import org.lethe.cli.transcripts.LookupCommand;
import org.lethe.cli.transcripts.TranscriptCommand;
import org.lethe.cli.webhooks.WebhookCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command above all others.
@Command(
        name = "lethe",
        header = {
            "Chat transcripts that can be forgotten, in a log that can't be rewritten.",
            "",
            "Examples:",
            "  lethe demo                                 see it work, in a new folder",
            "  lethe up                                   start it on ./data, port 8080",
            "  lethe import transcripts.jsonl.gz          load conversations into it",
            "  lethe lookup --client Acme --consumer-external-id c-17",
            "                                             find a person's conversations",
            "  lethe request list --client Acme           what consumers ask for, and when an answer is due",
            "  lethe schedule show --client Acme          how long a client's content is kept",
            "  lethe retention run                        what would go now, were it not a dry run",
            "  lethe config show                          every setting and where it comes from",
            ""
        },
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            ImportCommand.class,
            ClientCommand.class,
            LookupCommand.class,
            TranscriptCommand.class,
            EraseCommand.class,
            RequestCommand.class,
            PrivacySettingsCommand.class,
            PolicyCommand.class,
            RecipientCommand.class,
            DisclosureCommand.class,
            WebhookCommand.class,
            ScheduleCommand.class,
            HoldCommand.class,
            RetentionCommand.class,
            KeysCommand.class,
            ClockCommand.class,
            TokenCommand.class,
            ConfigCommand.class,
            DatabaseCommand.class
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 done, 1 refused or failed, 2 usage. NO_COLOR is respected."})
final class Lethe implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what shall it do? A command is missing");
    }
}
