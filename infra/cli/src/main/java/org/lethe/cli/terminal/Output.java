package org.lethe.cli.terminal;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The options and streams of every command: results go to standard output, messages to standard error.
public final class Output {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Person person;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print the result as JSON, for programs.")
    private boolean json;

    @Option(names = "--no-input", description = "Never ask anything.")
    private boolean noInput;

    /// For picocli.
    public Output() {
        this(Person.atTheTerminal());
    }

    public Output(Person person) {
        this.person = person;
    }

    /// @return the line that was typed; empty if nobody may be asked
    public Optional<String> ask(String question) {
        if (noInput || !isWatched()) {
            return Optional.empty();
        }
        PrintWriter err = command.commandLine().getErr();
        err.print(question + " ");
        err.flush();
        String answer = person.answer();
        return Optional.of(answer == null ? "" : answer.strip());
    }

    /// A line for the person.
    public void say(String line) {
        say(out -> out.println(line));
    }

    /// More than a line for the person.
    public void say(Consumer<PrintWriter> text) {
        PrintWriter err = command.commandLine().getErr();
        text.accept(err);
        err.flush();
    }

    /// How far long work is; a bar at a terminal, a few lines elsewhere.
    public Progress progress(String task) {
        return new Progress(
                task, isWatched() ? Progress.bar(task).setInitialMax(-1).build() : null, this::say);
    }

    /// Whether somebody looks on, so that something may move.
    public boolean isWatched() {
        return person.isThere();
    }

    /// Whether programs read the result.
    public boolean isJson() {
        return json;
    }

    /// A result that is what it is.
    public void text(String text) {
        PrintWriter out = command.commandLine().getOut();
        out.print(text);
        if (!text.endsWith("\n")) {
            out.println();
        }
        out.flush();
    }

    /// The result, as JSON or as text.
    public void result(Object value, Consumer<PrintWriter> text) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(value));
        } else {
            text.accept(out);
        }
        out.flush();
    }
}
