package org.lethe.cli.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.terminal.Output;
import org.lethe.standalone.Setting;
import org.lethe.standalone.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lethe config`: what is set.
@Command(
        name = "config",
        header = {"Show the settings.", "", "Examples:", "  lethe config show", "  lethe config show --json", ""})
public final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /// @param from flag, environment, lethe.conf or default
    record Line(String setting, String variable, @Nullable String value, String from, String meaning) {}

    @Command(
            name = "show",
            header = {
                "Show every setting, its value and where that comes from; the nearest of flag, environment,"
                        + " lethe.conf in the data folder, default."
            })
    int show(@Mixin ServerOptions server, @Mixin Output shown) {
        Settings settings = server.settings();
        List<Line> lines = Setting.all().stream()
                .map(setting -> new Line(
                        setting.property(),
                        setting.variable(),
                        settings.shown(setting).orElse(null),
                        settings.value(setting)
                                .map(value -> value.origin().toString())
                                .orElse("not set"),
                        setting.meaning()))
                .toList();
        shown.result(lines, out -> {
            for (Line line : lines) {
                String value = line.value() == null ? "-" : line.value();
                out.printf("%-30s %-24s %-12s %s%n", line.setting(), value, line.from(), line.meaning());
            }
        });
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? `lethe config show` shows it");
    }
}
