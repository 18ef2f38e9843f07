package org.lethe.cli.server;

import java.io.IOException;
import java.nio.file.Path;
import org.lethe.cli.terminal.Output;
import org.lethe.standalone.Running;
import org.lethe.standalone.Setting;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lethe token`: the operator's API key.
@Command(
        name = "token",
        header = {
            "The operator's API key, operator.token in the data folder.",
            "",
            "Examples:",
            "  lethe token reset                     when it is lost, or somebody else has it",
            "  lethe token reset --data /srv/lethe",
            ""
        })
public final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /// @param revoked how many keys it replaces
    record Reset(Path tokenFile, int revoked) {}

    @Command(
            name = "reset",
            header = {
                "Make a new operator's key, write it to operator.token and revoke those that it replaces.",
                "",
                "With the server of this data folder stopped; whoever has the folder may. The log says that it was done.",
                ""
            })
    int reset(@Mixin ServerOptions server, @Mixin Output shown) throws IOException {
        // It serves nobody meanwhile but this machine, on a port that nobody knows.
        Settings settings =
                server.settings().with(Setting.PORT.property(), "0").with(Setting.ADDRESS.property(), "127.0.0.1");
        try (Running running = Standalone.start(settings)) {
            Reset reset = new Reset(running.operatorToken(), running.resetOperatorToken());
            shown.result(
                    reset,
                    out -> out.println("A new operator's key is in " + reset.tokenFile() + "; " + reset.revoked()
                            + (reset.revoked() == 1 ? " key is" : " keys are") + " not accepted any more."));
        }
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? `lethe token reset` makes a new one");
    }
}
