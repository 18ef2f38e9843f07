package org.lethe.cli.terminal;

import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far long work is.
public final class Progress implements AutoCloseable {
    private static final int LINES = 10; // at most, where there is no bar

    private final String task;
    private final @Nullable ProgressBar bar;
    private final Consumer<String> say;
    private long said;

    /// @param bar null where nothing may move
    Progress(String task, @Nullable ProgressBar bar, Consumer<String> say) {
        this.task = task;
        this.bar = bar;
        this.say = say;
    }

    /// The look of all bars.
    public static ProgressBarBuilder bar(String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(
                        System.getenv("NO_COLOR") == null
                                ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                                : ProgressBarStyle.UNICODE_BLOCK);
    }

    public void at(long done, long of) {
        if (bar != null) {
            bar.maxHint(of).stepTo(done);
            return;
        }
        long part = of == 0 ? 0 : done * LINES / of;
        if (part > said) {
            said = part;
            say.accept(task + ": " + done + " of " + of);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
