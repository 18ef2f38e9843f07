package org.lethe.cli;

import java.io.PrintWriter;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.standalone.CannotStartException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs `lethe`.
public final class Main {
    private static final int REFUSED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return commandLine(CommandLine.defaultFactory());
    }

    /// @param factory makes the commands and what they share
    static CommandLine commandLine(IFactory factory) {
        CommandLine line = new CommandLine(new Lethe(), factory);
        line.addSubcommand(new AutoComplete.GenerateCompletion());
        for (Callable<?> command : ServiceLoader.load(Callable.class)) {
            if (command.getClass().isAnnotationPresent(Command.class)) {
                line.addSubcommand(command);
            }
        }
        if (System.getenv("NO_COLOR") != null) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed.getErr()));
        line.setParameterExceptionHandler(Main::misused);
        return line;
    }

    /// One line and its remedy for what was foreseen; for the rest what it was, without a stack unless asked for.
    private static int failed(Exception e, PrintWriter err) {
        switch (e) {
            case CannotStartException known -> {
                err.println("lethe: " + known.getMessage() + ".");
                err.println("  " + known.remedy());
            }
            case RefusedException known -> err.println("lethe: " + known.getMessage());
            default -> {
                err.println("lethe: this should not have happened: " + e);
                err.println("  Set LETHE_DEBUG=1 to see where; log/lethe.log in the data folder may say more.");
            }
        }
        if (System.getenv("LETHE_DEBUG") != null) {
            e.printStackTrace(err);
        }
        return REFUSED;
    }

    private static int misused(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("lethe: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("  " + command.getCommandSpec().qualifiedName() + " --help shows how.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
