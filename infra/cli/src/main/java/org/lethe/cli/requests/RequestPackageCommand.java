package org.lethe.cli.requests;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `lethe request package`: everything that was asked for, as one file.
@Command(
        name = "package",
        header = {
            "Fetch the package that a request ended with. It can be had once, and replaces no file.",
            "",
            "Examples:",
            "  lethe request package 019a8f00-0000-7000-8000-000000000006 --client Acme --out kim.zip",
            ""
        })
final class RequestPackageCommand implements Callable<Integer> {
    private static final String MEDIA_TYPES = "application/zip, application/cms"; // sealed for a certificate

    @Mixin
    private OneRequest request;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where it goes. Only you may read the file.")
    private Path out = Path.of("");

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try (NewFile file = NewFile.create(out);
                ClientApi client = request.connect()) {
            client.api()
                    .download(
                            request.path(client, "/package"), MEDIA_TYPES, "the package can't be had", file::writeAll);
            JsonNode told = request.look(client).path("package"); // it is packed while it comes: known afterwards
            file.requireSha256(told.path("sha256").asString(""));
            file.keep();
            output.result(
                    Map.of("request_id", request.id(), "file", out.toString(), "bytes", file.bytes()),
                    to -> to.println("Written to " + out + ", " + file.bytes()
                            + " bytes. Lethe can't forget that file for you."));
        }
        return 0;
    }
}
