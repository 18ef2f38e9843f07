package org.lethe.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/// What a benchmark runs in.
///
/// @param warmUp of each load before its first round
/// @param measured length of a round
/// @param rounds of each load, in turn; the medians count
/// @param scale 1 for the full size; less for a quick look
/// @param data a file of transcripts, which may be absent
/// @param progress told what is going on
record Workload(
        BenchPostgres postgres,
        Duration warmUp,
        Duration measured,
        int rounds,
        double scale,
        Path data,
        Consumer<String> progress) {

    /// The service with its log and keyring on a new database.
    Bench newService() throws IOException {
        return Bench.on(postgres.newDatabase());
    }

    /// The same by a clock that can be moved.
    Bench newService(Clock clock) throws IOException {
        return Bench.on(postgres.newDatabase(), clock);
    }

    int scaled(int full) {
        return scaled(full, 1);
    }

    /// @param least what the benchmark needs at any scale
    int scaled(int full, int least) {
        return (int) Math.max(least, Math.round(full * scale));
    }

    /// Open conversations to write to at random: enough that writers seldom meet.
    int openConversations() {
        return scaled(2_000, 500);
    }
}
