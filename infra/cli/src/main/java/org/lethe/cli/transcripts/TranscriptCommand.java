package org.lethe.cli.transcripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lethe transcript`: what was said, for a purpose that stands in the log.
@Command(
        name = "transcript",
        header = {
            "Read a conversation. Who reads it, and what for, stands in the log before the first word is shown.",
            "",
            "Examples:",
            "  lethe transcript 019a8f00-0000-7000-8000-000000000003 --client Acme --purpose quality-review",
            "  lethe transcript 019a8f00-0000-7000-8000-000000000003 --client Acme --purpose access-request --format html"
                    + " --out talk.html",
            "  lethe transcript 019a8f00-0000-7000-8000-000000000003 --client Acme --hold"
                    + " 019a8f00-0000-7000-8000-000000000005",
            ""
        })
public final class TranscriptCommand implements Callable<Integer> {
    /// How it is written.
    enum Format {
        text("text/plain"),
        html("text/html"),
        json("application/json");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    /// What it is read for.
    static final class Purpose {
        @Option(
                names = "--purpose",
                paramLabel = "WORDS",
                description =
                        "What it is read for, such as quality-review. It stands in the log in clear: name nobody.")
        private @Nullable String purpose;

        @Option(names = "--hold", paramLabel = "HOLD", description = "The legal hold that it is read for.")
        private @Nullable UUID hold;

        String header() {
            return hold == null ? String.valueOf(purpose) : "legal-hold:" + hold;
        }
    }

    @Parameters(paramLabel = "CONVERSATION", description = "Its id; `lethe lookup` shows it.")
    private UUID conversation;

    @ArgGroup(multiplicity = "1")
    private Purpose purpose = new Purpose();

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}. With --json it is json.")
    private Format format = Format.text;

    @Option(names = "--out", paramLabel = "FILE", description = "Where it goes; default: standard output.")
    private @Nullable Path out;

    @Mixin
    private ClientOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try (ClientApi client = options.connect()) {
            Format wanted = output.isJson() ? Format.json : format;
            Api.Answer answer = client.api()
                    .read(
                            client.path("/conversations/" + conversation + "/transcript"),
                            wanted.mediaType,
                            purpose.header())
                    .orRefuse("the conversation can't be read");
            if (out == null) {
                output.text(answer.body());
            } else {
                write(out, answer.body());
                output.result(
                        Map.of("conversation_id", conversation, "file", out.toString()),
                        to -> to.println("Written to " + out
                                + ". Whoever has the file can read it: Lethe can't forget it" + " for you."));
            }
        }
        return 0;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new RefusedException("it can't be written to " + file, e);
        }
    }
}
