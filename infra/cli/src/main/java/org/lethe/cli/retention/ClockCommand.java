package org.lethe.cli.retention;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ApiOptions;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Moment;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe clock`: whether what is due goes, and a person's word that it may.
@Command(
        name = "clock",
        header = {
            "The server's clock: what is due waits while it is in doubt, until it is right or a person confirms it.",
            "",
            "Examples:",
            "  lethe clock show",
            "  lethe clock confirm",
            ""
        })
public final class ClockCommand implements Runnable {
    private static final String PATH = "/v1/clock";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "show",
            header = {
                "Show what the server's clock says, and whether it is in doubt.",
                "",
                "Examples:",
                "  lethe clock show",
                "  lethe clock show --json",
                ""
            })
    int show(@Mixin ApiOptions options, @Mixin Output output) {
        try (Api api = options.connect()) {
            JsonNode clock = clock(api);
            output.result(clock, out -> print(out, clock));
        }
        return 0;
    }

    @Command(
            name = "confirm",
            header = {
                "Say that the server's clock is right: what waited goes, if it is due by that clock. It asks first, as what"
                        + " goes can't be brought back. Compare with a clock that is not the server's.",
                "",
                "Examples:",
                "  lethe clock confirm",
                "  lethe clock confirm --at 2026-11-21T12:00:00Z --yes",
                ""
            })
    int confirm(
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            converter = Moment.class,
                            description =
                                    "What time it is, if it is not to be asked; minutes from the server's is refused.")
                    @Nullable
                    Instant at,
            @Mixin Consent consent,
            @Mixin ApiOptions options,
            @Mixin Output output) {
        try (Api api = options.connect()) {
            JsonNode clock = clock(api);
            String says = clock.path("clock_at").asString();
            output.say(doubt(clock));
            consent.require(
                    output,
                    at == null
                            ? "The server's clock says " + says + ". Is that right, and may go what is due by it?"
                            : "May go what is due at " + at + "?");
            JsonNode confirmed = api.post(PATH + "/confirm", Map.of("at", at == null ? says : at.toString()))
                    .orRefuse("the clock was not confirmed")
                    .json();
            output.result(confirmed, out -> print(out, confirmed));
        }
        return 0;
    }

    private static JsonNode clock(Api api) {
        return api.get(PATH).orRefuse("the clock can't be looked at").json();
    }

    private static String doubt(JsonNode clock) {
        return clock.path("waiting").asBoolean()
                ? "What is due waits: " + clock.path("meaning").asString()
                : "Nothing waits: the clock is not in doubt";
    }

    private static void print(PrintWriter out, JsonNode clock) {
        new Table("clock", "recorded as", "in doubt", "ahead by seconds")
                .row(
                        clock.path("clock_at"),
                        clock.path("going_by"),
                        clock.path("doubt"),
                        clock.path("ahead_by_seconds"))
                .print(out);
        out.println();
        out.println(doubt(clock));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what of it? show or confirm");
    }
}
