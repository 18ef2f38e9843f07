package org.lethe.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// A line of NDJSON to import: one conversation, each message 40 characters.
final class BenchLine {
    private static final String TEXT = "x".repeat(40);

    private BenchLine() {}

    /// @param times of its messages, one each
    static void write(String email, String conversation, List<Instant> times, ByteArrayOutputStream out)
            throws IOException {
        StringBuilder line = new StringBuilder("{\"conversation\":\"" + conversation
                + "\",\"channel\":\"" + Bench.WEB + "\",\"consumer\":{\"email\":\"" + email
                + "\"},\"messages\":[");
        String separator = "";
        for (Instant time : times) {
            line.append(separator)
                    .append("{\"from\":\"consumer\",\"at\":\"")
                    .append(time)
                    .append("\",\"text\":\"")
                    .append(TEXT)
                    .append("\"}");
            separator = ",";
        }
        out.write(line.append("]}\n").toString().getBytes(StandardCharsets.UTF_8));
    }
}
