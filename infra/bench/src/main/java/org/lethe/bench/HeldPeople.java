package org.lethe.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The people whom a hold names, with all that they ever said: so many conversations, spread evenly over them and over
/// some days, each with two messages.
///
/// @param conversations of all of them
/// @param days that their messages lie on
record HeldPeople(int conversations, int days, LocalDate last) {
    static final int PEOPLE = 200; // as many as a hold may name
    static final int CONVERSATIONS = 100_000;
    private static final int LINES_TOGETHER = 10_000;

    /// @return lines to import, in pieces of some MiB
    List<Dialogues.Text> ndjson() throws IOException {
        List<Dialogues.Text> pieces = new ArrayList<>();
        for (int from = 0; from < conversations; from += LINES_TOGETHER) {
            int until = Math.min(conversations, from + LINES_TOGETHER);
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (int i = from; i < until; i++) {
                Instant at = last.minusDays(i % days).atTime(12, 0).toInstant(ZoneOffset.UTC);
                BenchLine.write(email(i), "held-" + i, List.of(at, at.plusSeconds(1)), lines);
            }
            pieces.add(new Dialogues.Text(lines.toByteArray(), 2 * (until - from), until - from));
        }
        return pieces;
    }

    /// Emails of all of them.
    List<String> emails() {
        List<String> emails = new ArrayList<>();
        for (int i = 0; i < Math.min(PEOPLE, conversations); i++) {
            emails.add(email(i));
        }
        return emails;
    }

    private static String email(int conversation) {
        return "held-" + conversation % PEOPLE + "@example.com";
    }

    /// The body that places a hold on them.
    static String hold(List<String> consumerIds) {
        return "{\"matter\":\"bench\",\"reason\":\"bench\",\"scope\":{\"consumer_ids\":["
                + consumerIds.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",")) + "]}}";
    }
}
