package org.lethe.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.lethe.cli.api.Api;
import org.lethe.cli.terminal.Output;
import org.lethe.standalone.Running;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lethe up`: starts the services and stays until it is told to stop.
@Command(
        name = "up",
        aliases = "serve",
        header = {
            "Start Lethe and stay until Ctrl-C or SIGTERM.",
            "",
            "Examples:",
            "  lethe up",
            "  lethe up --data /srv/lethe --port 9000",
            "  LETHE_DB_URL=jdbc:postgresql://db/lethe lethe up    with a PostgreSQL of your own",
            ""
        })
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Mixin
    private Output output;

    @Option(names = "--rehearse", hidden = true)
    private boolean rehearse;

    @Override
    public Integer call() throws IOException, InterruptedException {
        StopSignal stop = StopSignal.listen();
        Settings settings = server.settings();
        output.say("Starting Lethe on " + settings.dataFolder() + " ...");
        try (Running running = Standalone.start(settings)) {
            Welcome welcome = Welcome.of(running, "lethe up");
            output.result(welcome, welcome::print);
            running.warnings()
                    .forEach(warning -> output.say("Warning: in the database, " + warning
                            + ", so it may change the log;" + " `lethe database grants` prints what a login needs"));
            running.withoutToken().ifPresent(why -> output.say("Warning: " + why));
            if (rehearse) {
                rehearse(running);
            } else {
                stop.await();
                output.say("Stopping ...");
            }
        }
        return 0;
    }

    private static void rehearse(Running running) throws IOException, InterruptedException {
        try (Api api =
                new Api(running.url(), Files.readString(running.operatorToken()).strip())) {
            new Rehearsal(api).run();
        }
    }
}
