package org.lethe.cli.imports;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.wrapped.ProgressBarWrappedInputStream;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ApiOptions;
import org.lethe.cli.api.ClientDirectory;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Progress;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lethe import`: whole conversations from a file of JSON lines.
@Command(
        name = "import",
        header = {
            "Load conversations: one JSON object a line, plain or gzip. Run it twice and nothing is there twice;",
            "run an export that has grown and what is new is added.",
            "",
            "Examples:",
            "  lethe import transcripts.jsonl.gz",
            "  zcat more.gz | lethe import - --client \"Example Shop\" --json",
            "  lethe import archive.jsonl.gz --client \"New Shop\" --retention P7Y",
            "",
            "A line: {\"conversation\", \"brand\", \"channel\", \"consumer\": {\"email\", \"phone\", \"external_id\"},",
            "         \"agent\", \"messages\": [{\"from\", \"at\", \"text\"}]}",
            ""
        })
public final class ImportCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_FIRST_BYTE = 0x1f; // RFC 1952, 2.3.1
    private static final int GZIP_SECOND_BYTE = 0x8b;
    private static final int HEAD_BYTES = 4096;
    private static final int FAILURES_SHOWN = 20;

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file;

    @Option(names = "--client", paramLabel = "NAME|ID", description = "Whose they are; default: each line's brand.")
    private @Nullable String client;

    @Option(
            names = "--retention",
            paramLabel = "PERIOD",
            description = "How long a brand that this import registers keeps everything; default: ${DEFAULT-VALUE}.")
    private String retention = ClientDirectory.DEFAULT_PERIOD;

    @Option(
            names = "--accept-due",
            description =
                    "Take what a client's schedule makes due already, too. It goes with the next run, but for what"
                            + " a hold keeps. Else it is left out, and asked about.")
    private boolean acceptDue;

    @Mixin
    private ApiOptions api;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws InterruptedException {
        try (Api connected = api.connect()) {
            Import run = new Import(connected, client, retention, acceptDue);
            Import.Report report = lines(run, null);
            show(report);
            if (report.due() == 0 || report.stopped() != null || !isWanted(report)) {
                return report.failed() == 0 && report.stopped() == null ? 0 : 1;
            }
            Import.Report rest = lines(new Import(connected, client, retention, true), run.due());
            show(rest);
            return report.failed() == report.due() && rest.failed() == 0 && rest.stopped() == null ? 0 : 1;
        } catch (NoSuchFileException e) {
            throw new RefusedException("there is no file " + file, e);
        } catch (IOException e) {
            throw new RefusedException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private Import.Report lines(Import run, @Nullable BitSet only) throws IOException, InterruptedException {
        try (InputStream raw = open();
                ProgressBar bar = bar()) {
            InputStream counted = bar == null ? raw : new ProgressBarWrappedInputStream(raw, bar);
            return run.lines(plain(counted), only);
        }
    }

    /// Says whose schedule makes how much of the file due, and asks.
    private boolean isWanted(Import.Report report) {
        for (Import.ClientReport one : report.clients()) {
            if (one.due() > 0) {
                output.say(one.due() + " lines of " + one.name() + " hold content that its schedule makes due already"
                        + (one.schedule() == null ? "" : " (" + one.schedule() + ")") + "; they were left out.");
            }
        }
        output.say(
                "Taken, they go with the next run, but for what a hold keeps. To keep them longer set another schedule"
                        + " first (lethe schedule set), or give a new brand its period (--retention).");
        if (file.equals("-") || output.isJson()) {
            output.say("To have them taken all the same send them again with --accept-due.");
            return false;
        }
        Optional<String> answer = output.ask("Take these " + report.due() + " lines all the same? [y/N]");
        if (answer.isEmpty()) {
            output.say("To have them taken all the same run it again with --accept-due.");
        }
        return answer.filter(Consent::isYes).isPresent();
    }

    private InputStream open() throws IOException {
        return file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
    }

    private @Nullable ProgressBar bar() throws IOException {
        if (file.equals("-") || !output.isWatched()) {
            return null;
        }
        return Progress.bar("Importing")
                .setUnit(" KB", 1_000)
                .setInitialMax(Files.size(Path.of(file)))
                .build();
    }

    private InputStream plain(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
        buffered.mark(2);
        boolean gzip = buffered.read() == GZIP_FIRST_BYTE && buffered.read() == GZIP_SECOND_BYTE;
        buffered.reset();
        return withoutWrong(gzip ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered);
    }

    /// The same again, its beginning having been looked at. Not by mark and reset: a buffer that meets the end of a
    /// gzip that was cut off loses what came before it.
    private InputStream withoutWrong(InputStream plain) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        int read;
        try {
            read = Math.max(0, plain.read(head, 0, head.length)); // what is there: more may be typed later
        } catch (EOFException e) { // told by who reads on
            read = 0;
        }
        String kind = WrongFile.kind(Arrays.copyOf(head, read)).orElse(null);
        if (kind != null) {
            throw new RefusedException(
                    file + " is " + kind + ". Wanted is one JSON object a line, as lethe import --help shows it");
        }
        return new SequenceInputStream(new ByteArrayInputStream(head, 0, read), plain);
    }

    private void show(Import.Report report) {
        report.failures().stream()
                .limit(FAILURES_SHOWN)
                .forEach(failure -> output.say("line " + failure.line() + ": " + failure.detail()));
        long failed = report.failed() - report.due();
        if (failed > FAILURES_SHOWN) {
            output.say("... and " + (failed - FAILURES_SHOWN) + " more lines failed; --json lists more");
        }
        if (report.stopped() != null) {
            output.say("stopped: " + report.stopped());
            output.say((report.imported() + report.before()) + " of the " + report.lines()
                    + " lines read so far are known to be recorded. Run it again: nothing is recorded twice.");
        }
        output.result(report, out -> {
            out.printf(
                    "%-32s %10s %10s %10s %10s %10s%n", "client", "new", "before", "failed", "of it due", "messages");
            for (Import.ClientReport one : report.clients()) {
                out.printf(
                        "%-32s %10d %10d %10d %10d %10d%n",
                        one.name() + (one.registered() ? " (new)" : ""),
                        one.imported(),
                        one.before(),
                        one.failed(),
                        one.due(),
                        one.messages());
            }
            out.printf(
                    "%-32s %10d %10d %10d %10d %10d%n",
                    report.lines() + " lines in " + report.seconds() + " s",
                    report.imported(),
                    report.before(),
                    report.failed(),
                    report.due(),
                    report.messages());
        });
    }
}
