package org.lethe.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.standalone.Running;
import org.lethe.standalone.Setting;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lethe demo`: the whole story, on made-up conversations, in a folder of its own.
@Command(
        name = "demo",
        header = {
            "Show what Lethe does, on made-up conversations in a new folder, and leave it running.",
            "",
            "Examples:",
            "  lethe demo",
            "  lethe demo --data ./demo-data --port 0",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String FOLDER = "./demo-data";
    private static final String MARKER = "lethe.demo";

    @Mixin
    private ServerOptions server;

    @Mixin
    private Output output;

    @Option(names = "--no-wait", description = "Stop after the story.")
    private boolean noWait;

    /// What `--json` prints.
    record Result(Story.Told story, @Nullable Welcome running) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        StopSignal stop = StopSignal.listen();
        Settings settings = server.settings(Map.of(Setting.DATA, FOLDER));
        claim(settings.dataFolder());
        output.say("Starting Lethe on " + settings.dataFolder() + " ...");
        try (Running running = Standalone.start(settings);
                Api api = new Api(
                        running.url(), Files.readString(running.operatorToken()).strip())) {
            Story.Told told = new Story(running, api, output::say).tell();
            Welcome welcome = noWait ? null : Welcome.of(running, "lethe up --data " + running.dataFolder());
            output.result(new Result(told, welcome), out -> {
                if (welcome != null) {
                    welcome.print(out);
                }
            });
            if (!noWait) {
                stop.await();
                output.say("Stopping ...");
            }
        }
        return 0;
    }

    /// Only a folder that is new, empty or of an earlier demo: real data is not played with.
    private static void claim(Path folder) throws IOException {
        Path marker = folder.resolve(MARKER);
        if (Files.exists(marker)) {
            return;
        }
        if (Files.exists(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new RefusedException(
                            folder + " holds something else already; choose a new folder with --data");
                }
            }
        }
        Files.createDirectories(folder);
        Files.createFile(marker);
    }
}
