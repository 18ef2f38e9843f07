package org.lethe.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.lethe.access.packages.Delivery;
import org.lethe.access.packages.PackageFacts;
import org.lethe.access.packages.PackageWriter;
import org.lethe.contracts.ApiKeyId;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.TranscriptRead;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.subjects.DataSubjects;
import org.lethe.service.subjects.Held;

/// The package of a consumer with 100,000 messages against reading and opening the same messages.
///
/// Ours is what collecting one does but for HTTP: the real reading, the real writer, a ZIP with a
/// passphrase, whose bytes nobody keeps. Theirs is the same reading, piece by piece, with nothing done with
/// the pieces. `package/heap` is the most heap in use while one is written in a process of its own that may
/// have 256 MiB; that it ends at all says it had enough.
final class PackageBenchmark implements Benchmark {
    private static final int MESSAGES = 100_000;
    private static final int CONVERSATIONS = 100;
    private static final int HEAP_MIB = 256;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "package";
    }

    @Override
    public String description() {
        return "the package of a consumer with 100,000 messages against reading and opening them; heap below 256 MiB";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        int messages = setting.scaled(MESSAGES, CONVERSATIONS);
        double heap = heapOfAnotherProcess(setting, messages);
        setting.progress().accept("package: written in %,.0f of %d MiB".formatted(heap, HEAP_MIB));
        try (Bench bench = setting.newService();
                TempFolder folder = TempFolder.create()) {
            Subject subject = Subject.filled(bench, messages);
            setting.progress().accept("package: %,d messages of one consumer in".formatted(messages));
            double[] rates = new Rounds(setting)
                    .medians(
                            name(),
                            length -> messages
                                    * ClosedLoop.rate(1, false, length, _ -> subject.written(folder.path(), messages)),
                            length -> messages * ClosedLoop.rate(1, false, length, _ -> subject.read(messages)));
            return List.of(
                    Figure.atLeast(
                            name(), rates[0], "messages/s", "reading and opening the same messages", rates[1], 0.5),
                    Figure.atMost(name() + "/heap", heap, "MiB", "the heap it may take", HEAP_MIB, 1));
        }
    }

    private static double heapOfAnotherProcess(Workload setting, int messages) throws Exception {
        try (TempFolder folder = TempFolder.create()) {
            Path answer = folder.path().resolve("heap");
            JavaProcess.runToEnd(
                    JavaProcess.command(
                            List.of("-Xmx" + HEAP_MIB + "m"),
                            System.getProperty("java.class.path"),
                            InLittleHeap.class.getName(),
                            setting.postgres().newDatabaseUrl(),
                            String.valueOf(messages),
                            answer.toString()),
                    PATIENCE);
            return Double.parseDouble(Files.readString(answer));
        }
    }

    /// Writes one package in a process of its own.
    static final class InLittleHeap {
        private InLittleHeap() {}

        /// @param arguments the database, how many messages, and the file that is told the most heap in use, in MiB
        public static void main(String[] arguments) throws Exception {
            int messages = Integer.parseInt(arguments[1]);
            try (Bench bench = Bench.on(BenchPostgres.pool(arguments[0], 10));
                    TempFolder folder = TempFolder.create()) {
                Subject subject = Subject.filled(bench, messages);
                ManagementFactory.getMemoryPoolMXBeans().forEach(pool -> pool.resetPeakUsage());
                subject.written(folder.path(), messages);
                Files.writeString(Path.of(arguments[2]), String.valueOf(peak() / MIB));
            }
            System.exit(0);
        }

        /// Of each pool by itself, so at most what all of them had at one time and what they had at others.
        private static double peak() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .mapToLong(
                            pool -> Objects.requireNonNull(pool.getPeakUsage()).getUsed())
                    .sum();
        }
    }

    /// A consumer whose package is wanted.
    private record Subject(Bench bench, DataSubjects subjects, SigningKey key, ClientId client, ConsumerId consumer) {
        private static final DataSubjects.Reason REASON = new DataSubjects.Reason(
                TranscriptRead.FOR_REQUEST, null, ApiKeyId.random().toString());

        static Subject filled(Bench bench, int messages) throws Exception {
            ClientId client = ClientId.random();
            ConsumerId consumer = bench.known(client, "kim@example.com");
            bench.fill(bench.open(client, consumer, CONVERSATIONS), messages / CONVERSATIONS, null);
            bench.settle();
            return new Subject(
                    bench,
                    bench.transcript().offered().get(DataSubjects.class),
                    bench.access().part(SigningKey.class),
                    client,
                    consumer);
        }

        void read(int messages) {
            int[] there = new int[1];
            subjects.read(client, consumer, REASON, held -> there[0] += held instanceof Held.Message ? 1 : 0);
            check(there[0], messages);
        }

        void written(Path folder, int messages) throws IOException {
            int[] there = new int[1];
            PackageFacts facts = new PackageFacts(
                    UUID.randomUUID(),
                    PackageFacts.Type.ACCESS,
                    "bench",
                    bench.clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    consumer,
                    true,
                    List.of(),
                    List.of());
            new PackageWriter(key, folder)
                    .write(
                            facts,
                            pieces -> subjects.read(client, consumer, REASON, held -> {
                                there[0] += held instanceof Held.Message ? 1 : 0;
                                pieces.accept(held);
                            }),
                            new Delivery.Passphrase("only for measuring".toCharArray()),
                            OutputStream.nullOutputStream());
            check(there[0], messages);
        }

        private static void check(int there, int messages) {
            if (there != messages / CONVERSATIONS * CONVERSATIONS) {
                throw new IllegalStateException(there + " of " + messages + " messages");
            }
        }
    }
}
