package org.lethe.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.lethe.contracts.ClientId;
import tools.jackson.databind.JsonNode;

/// How long one client's messages take, 100 a second by HTTP, while another client does the most that one may ask of a
/// server, against the same alone. And the memory that this takes.
///
/// The server is `lethe up` in a process of its own with PostgreSQL inside and half of 1 GiB for its heap, as the
/// launcher gives it in a container of that size. The other client has 1,000 buckets expire that hold 100,000
/// conversations of 200 people, all under a hold; imports on 32 streams; and asks for a transcript of 100 MB fifty
/// times and takes none of it. What the server refuses meanwhile is asked for again. All of it goes on until the
/// buckets are gone, and for three rounds' length at least; alone is as long before and once more afterwards.
final class NeighbourBenchmark implements Benchmark {
    private static final double RATE = 100;
    private static final int OPEN_CONVERSATIONS = 200;
    private static final int BUCKETS = 1_000;
    private static final int FIRST_DAY_BACK = 500; // its period ended long ago
    private static final int STREAMS = 32;
    private static final int LINES_A_STREAM = 500;
    private static final int READERS = 50;
    private static final int TRANSCRIPT_BYTES = 100_000_000;
    private static final int TEXT_BYTES = 32 * 1_024; // the longest that a message may be
    private static final int MESSAGES_A_LINE = 10;
    private static final Duration NOT_TAKEN_FOR = Duration.ofSeconds(30);
    private static final long AGAIN_MILLIS = 200;
    private static final int ROUNDS_LONG = 3;
    private static final long LOOK_NANOS = 500_000_000;
    private static final long AT_MOST_NANOS = Duration.ofMinutes(8).toNanos();
    private static final long GIB = 1L << 30;
    private static final double MIB = 1 << 20;
    private static final String TEXT = "{\"from\":\"consumer\",\"text\":\"" + "x".repeat(100) + "\"}";

    @Override
    public String name() {
        return "neighbour";
    }

    @Override
    public String description() {
        return "p99 of one client's messages while another expires, imports and reads all it may against the same alone";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        try (TempFolder folder = TempFolder.create()) {
            List<String> command = JavaProcess.letheUp("-XX:MaxRAM=" + GIB);
            Path data = folder.path().resolve("data");
            try (JavaProcess server = JavaProcess.start(command, Map.of("LETHE_DATA", data.toString()));
                    ProcessMemory memory = ProcessMemory.of(server.handle())) {
                server.awaitReady();
                String token = Files.readString(data.resolve("operator.token")).strip();
                List<Figure> figures = new ArrayList<>(measure(server.port, token, setting));
                figures.addAll(figures(memory, setting));
                return figures;
            }
        }
    }

    private List<Figure> measure(int port, String operator, Workload setting) throws Exception {
        Neighbour neighbour = new Neighbour(Caller.issue(port, operator), setting);
        neighbour.prepare();
        try (Messages messages = new Messages(Caller.issue(port, operator))) {
            Duration length = setting.measured().multipliedBy(ROUNDS_LONG);
            OpenLoop.run(RATE, setting.warmUp(), messages::send, setting.progress());
            setting.progress().accept("neighbour: alone");
            OpenLoop.Outcome before = OpenLoop.run(RATE, length, messages::send, setting.progress());
            setting.progress().accept("neighbour: beside");
            long end = System.nanoTime() + length.toNanos();
            OpenLoop.Outcome beside;
            try (Load load = neighbour.start()) {
                beside = OpenLoop.run(
                        RATE, () -> System.nanoTime() < end || !load.expired(), messages::send, setting.progress());
                setting.progress().accept("neighbour: " + load.told());
            }
            setting.progress().accept("neighbour: alone again");
            OpenLoop.Outcome after = OpenLoop.run(RATE, length, messages::send, setting.progress());
            before.micros().add(after.micros());
            return List.of(
                    Figure.atMost(
                            name(), beside.percentile(99) / 1e3, "ms p99", "alone", before.percentile(99) / 1e3, 2),
                    Figure.atLeast(
                            name() + "/taken",
                            beside.sent() - beside.shed(),
                            "messages",
                            "all that came",
                            beside.sent(),
                            1));
        }
    }

    private List<Figure> figures(ProcessMemory memory, Workload setting) {
        if (!memory.isKnown()) {
            setting.progress().accept("neighbour: memory is told on Linux alone");
            return List.of();
        }
        setting.progress()
                .accept("neighbour: at most %,.0f MiB of the server, %,.0f MiB of PostgreSQL"
                        .formatted(memory.mostOfServer() / MIB, memory.mostOfPostgres() / MIB));
        return List.of(
                Figure.atMost(name() + "/server", memory.mostOfServer() / MIB, "MiB", "1 GiB", GIB / MIB, 1),
                Figure.atMost(name() + "/both", memory.mostOfBoth() / MIB, "MiB", "1 GiB", GIB / MIB, 1));
    }

    /// A client with a key of its own: what one may ask for is counted by key and client.
    private record Caller(HttpCaller http, ClientId client) {
        static Caller issue(int port, String operator) throws IOException {
            HttpCaller platform = new HttpCaller(port, operator);
            ClientId client = platform.newClient();
            JsonNode key = platform.post(
                    HttpService.clientPath(client) + "/api-keys",
                    "{\"name\":\"bench\",\"roles\":[\"writer\",\"reader\",\"retention-operator\",\"privacy-officer\"]}");
            return new Caller(new HttpCaller(port, key.get("api_key").asString()), client);
        }

        String path() {
            return HttpService.clientPath(client);
        }

        String conversation(String consumer) throws IOException {
            return http.post(
                            path() + "/conversations",
                            "{\"channel\":\"web\",\"consumer\":{\"external_id\":\"" + consumer + "\"}}")
                    .get("conversation_id")
                    .asString();
        }
    }

    /// What is measured.
    private static final class Messages implements AutoCloseable {
        private final Caller caller;
        private final List<byte[]> requests = new ArrayList<>();
        private final ConcurrentLinkedQueue<HttpClientSocket> free = new ConcurrentLinkedQueue<>();

        Messages(Caller caller) throws IOException {
            this.caller = caller;
            for (int i = 0; i < OPEN_CONVERSATIONS; i++) {
                String path = caller.path() + "/conversations/" + caller.conversation("quiet-" + i) + "/messages";
                requests.add(HttpClientSocket.post(path, caller.http().token(), HttpCaller.JSON, TEXT));
            }
        }

        boolean send() throws IOException {
            HttpClientSocket known = free.poll();
            HttpClientSocket http =
                    known == null ? new HttpClientSocket(caller.http().port()) : known;
            HttpClientSocket.Reply reply =
                    http.send(requests.get(ThreadLocalRandom.current().nextInt(requests.size())));
            free.add(http);
            if (reply.status() != 201 && reply.status() != 429 && reply.status() != 503) {
                throw new IllegalStateException("answered " + reply.status() + ": " + reply.text());
            }
            return reply.status() == 201;
        }

        @Override
        public void close() throws IOException {
            for (HttpClientSocket http : free) {
                http.close();
            }
        }
    }

    /// Who does all the rest.
    private static final class Neighbour {
        private final Caller caller;
        private final Workload setting;
        private final HeldPeople people;
        private String transcript = "";

        Neighbour(Caller caller, Workload setting) {
            this.caller = caller;
            this.setting = setting;
            int buckets = setting.scaled(BUCKETS, 10);
            LocalDate last = LocalDate.now(ZoneOffset.UTC).minusDays(FIRST_DAY_BACK);
            this.people = new HeldPeople(
                    setting.scaled(HeldPeople.CONVERSATIONS, Math.max(buckets, HeldPeople.PEOPLE)), buckets, last);
        }

        void prepare() throws Exception {
            for (Dialogues.Text text : people.ndjson()) {
                caller.http().importAll(caller.client(), text);
            }
            setting.progress().accept("neighbour: %,d conversations in".formatted(people.conversations()));
            transcript = longTranscript();
            List<String> ids = new ArrayList<>();
            for (String email : people.emails()) {
                ids.add(caller.http().consumer(caller.client(), email));
            }
            caller.http().post(caller.path() + "/legal-holds", HeldPeople.hold(ids));
            setting.progress().accept("neighbour: a long transcript and a hold are there");
        }

        private String longTranscript() throws Exception {
            String conversation = caller.path() + "/conversations/" + caller.conversation("long");
            String text = "{\"from\":\"agent\",\"text\":\"" + "x".repeat(TEXT_BYTES) + "\"}";
            byte[] request = HttpClientSocket.post(
                    conversation + "/messages", caller.http().token(), HttpCaller.JSON, text);
            try (HttpClientSocket http = new HttpClientSocket(caller.http().port())) {
                for (int i = 0; i < setting.scaled(TRANSCRIPT_BYTES / TEXT_BYTES); i++) {
                    HttpClientSocket.Reply reply = http.send(request);
                    if (reply.status() != 201) {
                        throw new IllegalStateException("answered " + reply.status() + ": " + reply.text());
                    }
                }
            }
            return conversation + "/transcript";
        }

        Load start() {
            return new Load(caller, transcript);
        }
    }

    /// All at once, until it is closed.
    private static final class Load implements AutoCloseable {
        private final Caller caller;
        private final String transcript;
        private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final CompletableFuture<Double> expiry;

        Load(Caller caller, String transcript) {
            this.caller = caller;
            this.transcript = transcript;
            this.expiry = CompletableFuture.supplyAsync(this::expire, threads);
            for (int i = 0; i < STREAMS; i++) {
                int stream = i;
                threads.execute(() -> importing(stream));
            }
            for (int i = 0; i < READERS; i++) {
                threads.execute(this::reading);
            }
        }

        /// @throws java.util.concurrent.CompletionException if it failed
        boolean expired() {
            return expiry.isDone() && expiry.join() > 0;
        }

        /// How long it took, and what was answered how often.
        String told() {
            return "the buckets went in %.1f s; answers %s".formatted(expiry.join(), answers);
        }

        private double expire() {
            long start = System.nanoTime();
            try {
                String run = caller.http()
                        .post("/v1/retention-runs", "{\"client_id\":\"" + caller.client() + "\",\"dry_run\":false}")
                        .get("run_id")
                        .asString();
                while (!caller.http()
                        .get("/v1/retention-runs/" + run)
                        .get("state")
                        .asString()
                        .equals("completed")) {
                    if (System.nanoTime() - start > AT_MOST_NANOS) {
                        throw new IllegalStateException("the buckets did not go");
                    }
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                return (System.nanoTime() - start) / 1e9;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void importing(int stream) {
            repeat("import", round -> {
                ByteArrayOutputStream lines = new ByteArrayOutputStream();
                for (int i = 0; i < LINES_A_STREAM; i++) {
                    String name = "stream-" + stream + "-" + round + "-" + i;
                    Instant at = Instant.now();
                    BenchLine.write(name + "@example.com", name, Collections.nCopies(MESSAGES_A_LINE, at), lines);
                }
                Dialogues.Text text =
                        new Dialogues.Text(lines.toByteArray(), LINES_A_STREAM * MESSAGES_A_LINE, LINES_A_STREAM);
                return caller.http().stream(caller.client(), text).status();
            });
        }

        private void reading() {
            byte[] request = HttpClientSocket.get(transcript, caller.http().token(), "Lethe-Purpose: bench");
            repeat("read", _ -> {
                try (HttpClientSocket http = new HttpClientSocket(caller.http().port())) {
                    int status = http.ask(request);
                    if (status == 200) {
                        count("read begun");
                        Thread.sleep(NOT_TAKEN_FOR);
                    }
                    return status;
                }
            });
        }

        @FunctionalInterface
        private interface Asking {
            int ask(int round) throws IOException, InterruptedException;
        }

        private void repeat(String what, Asking asking) {
            try {
                for (int round = 0; !threads.isShutdown(); round++) {
                    int status = 0;
                    try {
                        status = asking.ask(round);
                        count(what + " " + status);
                    } catch (IOException e) {
                        count(what + " cut off");
                    }
                    if (status != 200) {
                        Thread.sleep(AGAIN_MILLIS);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void count(String what) {
            answers.computeIfAbsent(what, _ -> new LongAdder()).increment();
        }

        @Override
        public void close() throws InterruptedException {
            threads.shutdownNow();
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the load did not end");
            }
        }
    }
}
