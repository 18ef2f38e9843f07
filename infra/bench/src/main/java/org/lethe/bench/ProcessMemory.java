package org.lethe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The most memory that a server and the PostgreSQL beneath it had while this was open, as Linux counts it: of the
/// server what was resident; of PostgreSQL's processes the same with what they share divided among them. Zero
/// elsewhere.
final class ProcessMemory implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;
    private static final long KIB = 1_024;

    private final ProcessHandle server;
    private final Thread looking;
    private volatile long mostOfServer;
    private volatile long mostOfPostgres;
    private volatile long mostOfBoth;

    private ProcessMemory(ProcessHandle server) {
        this.server = server;
        this.looking = Thread.ofPlatform().daemon().name("bench-memory").unstarted(this::look);
    }

    static ProcessMemory of(ProcessHandle server) {
        ProcessMemory memory = new ProcessMemory(server);
        memory.looking.start();
        return memory;
    }

    /// Whether anything was seen.
    boolean isKnown() {
        return mostOfServer > 0;
    }

    /// Bytes.
    long mostOfServer() {
        return mostOfServer;
    }

    /// Bytes.
    long mostOfPostgres() {
        return mostOfPostgres;
    }

    /// Bytes, of both at one time.
    long mostOfBoth() {
        return mostOfBoth;
    }

    private void look() {
        try {
            while (server.isAlive()) {
                long ofServer = kib(server, "status", "VmRSS:") * KIB;
                long peak = kib(server, "status", "VmHWM:") * KIB;
                long ofPostgres;
                try (Stream<ProcessHandle> processes = server.descendants()) {
                    ofPostgres = processes
                                    .mapToLong(process -> kib(process, "smaps_rollup", "Pss:"))
                                    .sum()
                            * KIB;
                }
                mostOfServer = Math.max(mostOfServer, peak);
                mostOfPostgres = Math.max(mostOfPostgres, ofPostgres);
                mostOfBoth = Math.max(mostOfBoth, ofServer + ofPostgres);
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long kib(ProcessHandle process, String file, String label) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), file))) {
            return lines.filter(line -> line.startsWith(label))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it ended, or this is no Linux
        }
    }

    @Override
    public void close() throws InterruptedException {
        looking.interrupt();
        looking.join();
    }
}
