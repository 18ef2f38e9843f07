package org.lethe.cli.imports;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientDirectory;
import org.lethe.cli.retention.Rule;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.transcript.bulk.ImportCheck;
import org.lethe.web.FieldError;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads lines, sorts them by client and sends them in batches, a few at once. It reads no faster than they are
/// recorded. A batch that is turned away is sent again: what is there already is not recorded twice.
public final class Import {
    private static final int BATCH_LINES = 256;
    private static final int BATCH_BYTES = 4 << 20;
    private static final int WAITING_BYTES = 64 << 20; // in all clients' unfinished batches
    private static final int BATCHES_AT_ONCE = 6;
    private static final int ATTEMPTS = 20;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int FAILURES_KEPT = 1_000;
    private static final String DUE = "/problems/due-on-arrival";

    /// @param before lines whose conversation had been imported before
    /// @param due of the failed ones, those that the client's schedule makes due already
    /// @param schedule the rules in force, as they are typed; null where nothing is due or the key may not see them
    record ClientReport(
            String name,
            String clientId,
            boolean registered,
            long imported,
            long before,
            long failed,
            long due,
            long messages,
            @Nullable String schedule) {}

    /// @param line from 1, in the file
    record Failure(long line, String type, String detail) {}

    /// @param due of the failed ones, those that their client's schedule makes due already
    /// @param failures the first thousand, in order
    /// @param stopped why it ended before its end; null if it did not
    record Report(
            long lines,
            long imported,
            long before,
            long failed,
            long due,
            long messages,
            BigDecimal seconds,
            List<ClientReport> clients,
            List<Failure> failures,
            @Nullable String stopped) {}

    /// @param bytes as they came: the server decides what is UTF-8
    private record Line(long number, byte[] bytes) {}

    private record Batch(Client client, List<Line> lines) {}

    /// Counts of one client; several batches add to them at once.
    private static final class Client {
        private final String name;
        private final ClientDirectory.Entry entry;
        private final List<Line> waiting = new ArrayList<>();
        private int waitingBytes;
        private long imported;
        private long before;
        private long failed;
        private long due;
        private long messages;

        Client(String name, ClientDirectory.Entry entry) {
            this.name = name;
            this.entry = entry;
        }

        synchronized void ok(int recorded, boolean replayed) {
            if (replayed) {
                before++;
            } else {
                imported++;
            }
            messages += recorded;
        }

        /// @param recorded of its messages all the same
        synchronized void failed(int recorded) {
            failed++;
            messages += recorded;
        }

        synchronized void due() {
            failed++;
            due++;
        }

        synchronized ClientReport report(Api api) {
            return new ClientReport(
                    name,
                    entry.id(),
                    entry.isNew(),
                    imported,
                    before,
                    failed,
                    due,
                    messages,
                    due == 0 ? null : schedule(api));
        }

        private @Nullable String schedule(Api api) {
            Api.Answer shown = api.get("/v1/clients/" + entry.id() + "/retention-schedule");
            return shown.status() == OK
                    ? Rule.line(shown.json().path("in_force").path("rules"))
                    : null;
        }
    }

    private final Api api;
    private final @Nullable String clientName;
    private final boolean acceptDue;
    private final ClientDirectory directory;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final BitSet due = new BitSet(); // by line
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(BATCHES_AT_ONCE);
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
    private long unsorted; // lines that name no client, or one that there is not and that can't be made for them
    private @Nullable String cut; // why the file can't be read to its end

    /// @param clientName whose they all are; null to go by each line's brand
    /// @param period how long clients that this import registers keep everything
    /// @param acceptDue whether what is due already is to be taken
    Import(Api api, @Nullable String clientName, String period, boolean acceptDue) {
        this.api = api;
        this.clientName = clientName;
        this.acceptDue = acceptDue;
        this.directory = new ClientDirectory(api, period);
    }

    /// Which lines were not taken because they are due already.
    BitSet due() {
        synchronized (due) {
            return (BitSet) due.clone();
        }
    }

    /// Sends all lines and waits until they are recorded, or until the server is gone for good.
    ///
    /// @param only these; null for all
    Report lines(InputStream in, @Nullable BitSet only) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long lines = 0;
        long waiting = 0;
        try (LineReader reader = new LineReader(in);
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            long number = 0;
            for (byte[] line = next(reader, 0); line != null && broken.get() == null; line = next(reader, number)) {
                number++;
                if (LineReader.isBlank(line) || only != null && !only.get(Math.toIntExact(number))) {
                    continue;
                }
                lines++;
                Client client = client(number, line);
                if (client == null) {
                    continue;
                }
                client.waiting.add(new Line(number, line));
                client.waitingBytes += line.length;
                waiting += line.length;
                if (client.waiting.size() >= BATCH_LINES || client.waitingBytes >= BATCH_BYTES) {
                    waiting -= client.waitingBytes;
                    send(client, senders);
                } else if (waiting > WAITING_BYTES) {
                    sendAll(senders);
                    waiting = 0;
                }
            }
            sendAll(senders);
        } catch (RefusedException e) { // a client could not be looked up; what was sent has ended by now
            broken.compareAndSet(null, e);
        }
        RuntimeException failure = broken.get();
        if (failure != null && !(failure instanceof RefusedException)) {
            throw failure;
        }
        return report(lines, System.nanoTime() - began, failure == null ? cut : failure.getMessage());
    }

    /// A file that ends before its end, such as a gzip that was copied halfway: what came before it is sent.
    private byte @Nullable [] next(LineReader reader, long before) {
        try {
            return reader.next();
        } catch (IOException e) {
            String why = e instanceof EOFException ? "it ends in the middle of its gzip data" : e.getMessage();
            cut = "the file can't be read beyond line " + before + ": " + why
                    + "; get it whole and run it again, or go on with line " + (before + 1);
            return null;
        }
    }

    private @Nullable Client client(long number, byte[] line) {
        String name = clientName == null ? brand(line) : clientName;
        if (name == null) {
            return unsorted(number, complaint(line));
        }
        String kept = ClientDirectory.normal(name);
        Client client = clients.get(kept);
        if (client != null) {
            return client;
        }
        Optional<ClientDirectory.Entry> known = directory.known(kept);
        if (known.isEmpty()) { // one is made with its first good line only
            List<FieldError> faults = ImportCheck.faults(line);
            if (!faults.isEmpty()) {
                return unsorted(
                        number,
                        faults.stream()
                                .map(fault -> (fault.pointer() + " " + fault.detail()).strip())
                                .collect(Collectors.joining("; ")));
            }
        }
        Client found = new Client(kept, known.orElseGet(() -> directory.findOrRegister(kept)));
        clients.put(kept, found);
        return found;
    }

    private @Nullable Client unsorted(long number, String detail) {
        unsorted++;
        failures.add(new Failure(number, "invalid-body", detail));
        return null;
    }

    private static @Nullable String brand(byte[] line) {
        try {
            return Api.JSON
                    .readTree(line)
                    .path("brand")
                    .asStringOpt()
                    .filter(name -> !ClientDirectory.normal(name).isEmpty())
                    .orElse(null);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String complaint(byte[] line) {
        if (!LineReader.isUtf8(line)) {
            return "not UTF-8; convert it: iconv -f latin1 -t utf-8";
        }
        List<FieldError> faults = ImportCheck.faults(line);
        boolean readable = faults.stream().noneMatch(fault -> fault.pointer().isEmpty() || isBrand(fault));
        return readable
                ? "no brand; say whose it is: --client"
                : faults.getFirst().pointer() + " " + faults.getFirst().detail();
    }

    private static boolean isBrand(FieldError fault) {
        return fault.pointer().equals("/brand");
    }

    private void sendAll(ExecutorService senders) throws InterruptedException {
        for (Client client : clients.values()) {
            if (!client.waiting.isEmpty()) {
                send(client, senders);
            }
        }
    }

    private void send(Client client, ExecutorService senders) throws InterruptedException {
        Batch batch = new Batch(client, List.copyOf(client.waiting));
        client.waiting.clear();
        client.waitingBytes = 0;
        places.acquire();
        senders.execute(() -> {
            try {
                send(batch);
            } catch (RuntimeException e) {
                broken.compareAndSet(null, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }

    private void send(Batch batch) throws InterruptedException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Line line : batch.lines()) {
            joined.writeBytes(line.bytes());
            joined.write('\n');
        }
        byte[] body = joined.toByteArray();
        for (int attempt = 1; broken.get() == null; attempt++) {
            if (sent(batch, body, attempt == ATTEMPTS)) {
                return;
            }
            Thread.sleep(Math.min(2_000, 100L * attempt));
        }
    }

    /// @return false if it is worth another attempt
    private boolean sent(Batch batch, byte[] body, boolean last) throws InterruptedException {
        List<JsonNode> results = new ArrayList<>();
        try {
            HttpResponse<InputStream> response = api.postLines(
                    "/v1/clients/" + batch.client().entry.id() + "/transcripts" + (acceptDue ? "?accept_due=true" : ""),
                    BodyPublishers.ofByteArray(body));
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                if (response.statusCode() != 200) {
                    if (response.statusCode() == UNAVAILABLE && !last) {
                        return false;
                    }
                    String problem = String.join("\n", reader.readAllLines());
                    throw new RefusedException(
                            batch.client().name + ": " + new Api.Answer(response.statusCode(), problem).problem());
                }
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    results.add(Api.JSON.readTree(line));
                }
            }
        } catch (IOException | JacksonException e) {
            if (!last) {
                return false;
            }
            throw api.unreachable(e);
        }
        boolean complete =
                results.size() == batch.lines().size() + 1 && results.getLast().has("summary");
        if (!complete || results.stream().anyMatch(Import::mayWorkLater)) {
            if (!last) {
                return false;
            }
            if (!complete) {
                throw new RefusedException("the answer ended before its summary; run it again, nothing is lost");
            }
        }
        for (int i = 0; i < batch.lines().size(); i++) {
            take(batch.client(), batch.lines().get(i), results.get(i));
        }
        return true;
    }

    private static boolean mayWorkLater(JsonNode result) {
        return result.path("error").path("status").asInt(0) == UNAVAILABLE;
    }

    private void take(Client client, Line line, JsonNode result) {
        if (result.path("status").asString("").equals("ok")) {
            client.ok(result.path("messages").asInt(0), result.path("replayed").asBoolean(false));
            return;
        }
        JsonNode error = result.path("error");
        int recorded = result.path("messages").asInt(0);
        if (error.path("type").asString("").equals(DUE)) {
            client.due();
            synchronized (due) {
                due.set(Math.toIntExact(line.number()));
            }
            return;
        }
        client.failed(recorded);
        StringBuilder detail = new StringBuilder(
                recorded == 0
                        ? error.path("detail").asString("refused")
                        : recorded + " messages were recorded, and not all");
        error.path("errors")
                .forEach(one -> detail.append("; ")
                        .append(one.path("pointer").asString(""))
                        .append(" ")
                        .append(one.path("detail").asString("")));
        failures.add(new Failure(line.number(), error.path("type").asString(""), detail.toString()));
    }

    private Report report(long lines, long nanos, @Nullable String stopped) {
        List<ClientReport> reports =
                clients.values().stream().map(client -> client.report(api)).toList();
        return new Report(
                lines,
                reports.stream().mapToLong(ClientReport::imported).sum(),
                reports.stream().mapToLong(ClientReport::before).sum(),
                reports.stream().mapToLong(ClientReport::failed).sum() + unsorted,
                reports.stream().mapToLong(ClientReport::due).sum(),
                reports.stream().mapToLong(ClientReport::messages).sum(),
                BigDecimal.valueOf(nanos, 9).setScale(1, RoundingMode.HALF_UP),
                reports,
                failures.stream()
                        .sorted(Comparator.comparingLong(Failure::line))
                        .limit(FAILURES_KEPT)
                        .toList(),
                stopped);
    }
}
