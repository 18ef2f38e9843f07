package org.lethe.cli.terminal;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/// Whoever sits at the terminal, if anybody does.
public interface Person {
    boolean isThere();

    /// @return the line that was typed; null at the end of the input
    @Nullable
    String answer();

    static Person atTheTerminal() {
        @Nullable Console console = System.console();
        return new Person() {
            @Override
            public boolean isThere() {
                return console != null && console.isTerminal();
            }

            @Override
            public @Nullable String answer() {
                return console == null ? null : console.readLine();
            }
        };
    }
}
