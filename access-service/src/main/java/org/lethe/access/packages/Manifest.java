package org.lethe.access.packages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.lethe.contracts.ConsumerId;
import org.lethe.web.StrictJson;

/// What the package is and what is in it, in a file that is the last.
final class Manifest {
    static final String NAME = "manifest.json";
    private static final int VERSION = 1;

    private Manifest() {}

    private record Head(
            int version,
            UUID requestId,
            PackageFacts.Type type,
            Instant preparedAt,
            String client,
            ConsumerId consumerId,
            boolean othersRedacted) {}

    private record File(String name, long bytes, String sha256) {}

    /// Whatever copies the files tells of each.
    interface Copying {
        void run(EntrySpill.Copied files) throws IOException;
    }

    static void write(PackageFacts facts, EntrySpill spill, Copying copying) throws IOException {
        try (OutputStream out = spill.begin(NAME)) {
            String head = text(new Head(
                    VERSION,
                    facts.requestId(),
                    facts.type(),
                    facts.preparedAt(),
                    WellFormed.text(facts.clientName()),
                    facts.consumerId(),
                    facts.redactOthers()));
            out.write(bytes(head.substring(0, head.length() - 1) + ",\"files\":["));
            Separator comma = new Separator(",\n");
            copying.run((name, size, sha256) -> out.write(bytes(comma.next() + text(new File(name, size, sha256)))));
            out.write(bytes("]}\n"));
        }
    }

    private static String text(Object value) {
        return new String(StrictJson.write(value), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
