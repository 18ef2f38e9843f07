package org.lethe.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Person;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/// Runs commands in this process and keeps what they print.
final class Terminal {
    private final Queue<String> answers = new ArrayDeque<>();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    /// Sits somebody down who types these lines at the next questions.
    void typing(String... lines) {
        answers.clear();
        answers.addAll(List.of(lines));
    }

    /// @return the exit code
    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine line = Main.commandLine(factory());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private IFactory factory() {
        IFactory others = CommandLine.defaultFactory();
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == Output.class ? type.cast(new Output(person())) : others.create(type);
            }
        };
    }

    private Person person() {
        return new Person() {
            @Override
            public boolean isThere() {
                return !answers.isEmpty();
            }

            @Override
            public @Nullable String answer() {
                return answers.poll();
            }
        };
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
