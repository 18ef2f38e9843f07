package org.lethe.cli.server;

import java.util.function.Consumer;

/// Counts the steps of a story.
final class Narrator {
    private final Consumer<String> say;
    private int step;

    Narrator(Consumer<String> say) {
        this.say = say;
    }

    void step(String line) {
        step++;
        say.accept(String.format("%3d  %s", step, line));
    }

    /// Something that belongs to the step before.
    void detail(String line) {
        say.accept("     " + line);
    }
}
