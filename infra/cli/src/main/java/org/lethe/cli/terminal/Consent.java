package org.lethe.cli.terminal;

import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/// Asks before something is done that can't be taken back. Programs, and people who are sure, say `--yes`.
public final class Consent {
    private static final Set<String> YES = Set.of("y", "yes");

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    /// Asks for a yes.
    ///
    /// @throws RefusedException if the answer is no, or nobody may be asked
    public void require(Output output, String question) {
        if (!yes && !isYes(answer(output, question + " [y/N]"))) {
            throw new RefusedException("not done");
        }
    }

    /// Whether what somebody typed means yes.
    public static boolean isYes(String typed) {
        return YES.contains(typed.toLowerCase(Locale.ROOT));
    }

    /// Asks for some words to be typed, for what destroys.
    ///
    /// @throws RefusedException if something else is typed, or nobody may be asked
    public void requireTyped(Output output, String warning, String words) {
        if (yes) {
            return;
        }
        String shown = Table.printable(words);
        if (!answer(output, warning + " Type " + shown + " to go on:").equals(words.strip())) {
            throw new RefusedException("not done: that is not \"" + shown + "\"");
        }
    }

    private static String answer(Output output, String question) {
        return output.ask(question)
                .orElseThrow(() -> new RefusedException(
                        "not done: nobody can be asked here. Say --yes if you are sure, or run it at a terminal"));
    }
}
