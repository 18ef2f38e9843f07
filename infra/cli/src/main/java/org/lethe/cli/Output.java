package org.lethe.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The options and streams of every command: results go to standard output, messages to standard error.
final class Output {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print the result as JSON, for programs.")
    private boolean json;

    @Option(names = "--no-input", description = "Never ask anything.")
    private boolean noInput;

    boolean isJson() {
        return json;
    }

    boolean mayAsk() {
        return !noInput && System.console() != null && System.console().isTerminal();
    }

    /// A line for the person.
    void say(String line) {
        PrintWriter err = command.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /// The result, as JSON or as text.
    void result(Object value, Consumer<PrintWriter> text) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(value));
        } else {
            text.accept(out);
        }
        out.flush();
    }
}
