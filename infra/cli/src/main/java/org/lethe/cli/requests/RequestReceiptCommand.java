package org.lethe.cli.requests;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lethe request receipt`: what proves how a request ended.
@Command(
        name = "receipt",
        header = {
            "Show or save the receipt of a request that has ended.",
            "",
            "Examples:",
            "  lethe request receipt 019a8f00-0000-7000-8000-000000000006 --client Acme",
            "  lethe request receipt 019a8f00-0000-7000-8000-000000000006 --client Acme --signed --out receipt.jose.json",
            ""
        })
final class RequestReceiptCommand implements Callable<Integer> {
    @Mixin
    private OneRequest request;

    @Option(names = "--signed", description = "With its signature (JOSE), to keep or hand on.")
    private boolean signed;

    @Option(names = "--out", paramLabel = "FILE", description = "Where it goes; default: standard output.")
    private @Nullable Path out;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        try (ClientApi client = request.connect()) {
            String receipt = client.api()
                    .get(request.path(client, "/receipt"), signed ? "application/jose+json" : "application/json")
                    .orRefuse("the receipt can't be had")
                    .body();
            if (out == null) {
                output.text(receipt);
            } else {
                save(receipt, out);
            }
        }
        return 0;
    }

    private void save(String receipt, Path where) {
        try (NewFile file = NewFile.create(where)) {
            file.writeAll(new ByteArrayInputStream(receipt.getBytes(StandardCharsets.UTF_8)));
            file.keep();
        }
        output.result(
                Map.of("request_id", request.id(), "file", where.toString()), to -> to.println("Written to " + where));
    }
}
