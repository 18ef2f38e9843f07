package org.lethe.bench;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/// Lines of NDJSON to import: from a file, or made up with texts of the same lengths.
final class Dialogues {
    private static final int MADE_UP = 5_000;
    private static final int MESSAGES = 15;
    private static final String CONVERSATION = "\"conversation\":\"";

    private final List<String> lines;

    private Dialogues(List<String> lines) {
        this.lines = lines;
    }

    static Dialogues of(Path file) throws IOException {
        return new Dialogues(Files.exists(file) ? read(file) : madeUp());
    }

    private static List<String> read(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static List<String> madeUp() {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(MADE_UP);
        for (int i = 0; i < MADE_UP; i++) {
            Instant at = Instant.parse("2025-10-01T00:00:00Z").plusSeconds(random.nextInt(400 * 86_400));
            StringBuilder line = new StringBuilder("{" + CONVERSATION + "made-up-" + i
                    + "\",\"channel\":\"web\",\"consumer\":{\"email\":\"consumer-" + random.nextInt(1_500)
                    + "@example.com\"},\"agent\":\"agent-1\",\"messages\":[");
            for (int m = 0; m < MESSAGES; m++) {
                int length = (int) Math.clamp(Math.exp(random.nextGaussian() * 0.7 + 3.7), 2, 412);
                line.append(m == 0 ? "" : ",")
                        .append("{\"from\":\"")
                        .append(m % 2 == 0 ? "consumer" : "agent")
                        .append("\",\"at\":\"")
                        .append(at.plusSeconds(30L * m))
                        .append("\",\"text\":\"")
                        .append("x".repeat(length))
                        .append("\"}");
            }
            lines.add(line.append("]}").toString());
        }
        return lines;
    }

    private static int messages(String line) {
        return line.split("\"from\":", -1).length - 1;
    }

    /// A text of so many messages or a few more, each conversation under an id of its own.
    record Text(byte[] ndjson, int messages, int conversations) {}

    /// @param round told apart from others by it
    Text repeated(int atLeastMessages, String round) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(atLeastMessages * 130);
        int count = 0;
        int conversations = 0;
        for (int repeat = 0; count < atLeastMessages; repeat++) {
            for (String line : lines) {
                if (count >= atLeastMessages) {
                    break;
                }
                write(line, round + "-" + repeat + "-", out);
                count += messages(line);
                conversations++;
            }
        }
        return new Text(out.toByteArray(), count, conversations);
    }

    private static void write(String line, String prefix, OutputStream out) throws IOException {
        int at = line.indexOf(CONVERSATION) + CONVERSATION.length();
        out.write(line.substring(0, at).getBytes(StandardCharsets.UTF_8));
        out.write(prefix.getBytes(StandardCharsets.UTF_8));
        out.write(line.substring(at).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
