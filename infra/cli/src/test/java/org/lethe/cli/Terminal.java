package org.lethe.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// Runs commands in this process and keeps what they print.
final class Terminal {
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    /// @return the exit code
    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
