package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.KeyKind;
import org.lethe.retention.RetentionService;
import org.lethe.retention.runs.RunStep;
import org.lethe.service.Parts;
import org.lethe.transcript.expiry.ExpiryStep;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `kill -9` at each step of a run that destroys, one process after the other on one folder: each completes the run in
/// which the last one died, then stands still at its own step of another client's run, until it is killed.
class KilledRunIT {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final Duration AT_ONCE = Duration.ofSeconds(30); // sooner than heartbeats are missed: 40 s
    private static final LocalDate FIRST_DAY = LocalDate.parse("2020-01-01");
    private static final int MESSAGES = ExpiryOrdered.MOST_BUCKETS + 2; // one a day: more than one order takes
    private static final int BUCKETS = MESSAGES + 1; // contact data is in one of its own
    private static final int ORDERS = 2;
    private static final String RUNS = "/v1/retention-runs";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path parent;

    /// A client of whom all is due.
    private record Brand(String id, String conversation) {}

    /// Of a process, in the run of a client.
    private record Death(Enum<?> step, Brand brand) {}

    /// A run that the next process completed.
    private record Survived(Death death, String certificate) {
        Brand brand() {
            return death.brand();
        }

        @Override
        public String toString() {
            return "death at " + death.step();
        }
    }

    /// Says where it serves. Once it is told to, it stands still at its step, and says so.
    static final class Child {
        private static volatile boolean mayStandStill;

        private Child() {}

        public static void main(String[] arguments) throws IOException {
            String at = arguments[1];
            Running running = Standalone.start(
                    Settings.in(Path.of(arguments[0])),
                    Surroundings.of(
                            Clock.systemUTC(),
                            new Parts()
                                    .with(RunStep.Listener.class, step -> reached(step, at))
                                    .with(ExpiryStep.Listener.class, step -> reached(step, at))));
            awaitFirstSweep(running);
            System.out.println("at " + running.url());
            System.in.read();
            mayStandStill = true;
            System.out.println("ready to stand still");
        }

        private static void reached(Enum<?> step, String at) {
            if (mayStandStill && step.name().equals(at)) {
                System.out.println("reached " + at);
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("woken while it stood still", e);
                }
            }
        }
    }

    private static List<Enum<?>> steps() {
        return Stream.<Enum<?>>concat(Stream.of(RunStep.values()), Stream.of(ExpiryStep.values()))
                .toList();
    }

    @Test
    void theNextProcessCompletesTheRunAndCertifiesTheSame() throws Exception {
        // given
        Path data = RunningFixture.folder(parent);
        try {
            // when
            List<Survived> survived = new ArrayList<>();
            Optional<Death> death = Optional.empty();
            for (Enum<?> step : steps()) {
                death = Optional.of(killAt(step, data, death, survived));
            }
            try (Running last = Standalone.start(Settings.in(data));
                    RunningFixture api = new RunningFixture(last.url(), data)) {
                survived.add(survivor(api, death.orElseThrow()));
                String undisturbed = whatIsCertified(runUndisturbed(api));

                // then
                assertThat(survived).hasSameSizeAs(steps());
                for (Survived one : survived) {
                    assertThatAllWentOnce(last, one);
                    assertThat(api.get(one.brand().conversation() + "/transcript")
                                    .statusCode())
                            .isEqualTo(410);
                    assertThat(whatIsCertified(one.certificate()))
                            .as("certified after a " + one)
                            .isEqualTo(undisturbed);
                    assertThat(certificate(api, awaitCompleted(api, one.brand())))
                            .isEqualTo(one.certificate());
                }
            }
        } finally {
            endPostgres(data);
        }
    }

    private static String runUndisturbed(RunningFixture api) {
        Brand brand = brand(api);
        api.posted(RUNS, destroying(brand));
        return certificate(api, awaitCompleted(api, brand));
    }

    /// The next sweep comes an hour later: nobody but the test asks for a run.
    private static void awaitFirstSweep(Running running) {
        await().atMost(SOON)
                .until(() -> row(
                                retention(running),
                                "SELECT count(last_success) FROM retention.scheduled_tasks"
                                        + " WHERE task_name = 'retention-sweep'")
                        .equals("1"));
    }

    /// @param last the one before
    /// @param survived takes what became of that one's run
    private static Death killAt(Enum<?> step, Path data, Optional<Death> last, List<Survived> survived)
            throws IOException, InterruptedException {
        Path says = data.resolveSibling(step + ".out");
        Process child = child(data, step, says);
        try {
            URI url = URI.create(awaitLine(child, says, "at "));
            try (RunningFixture api = new RunningFixture(url, data)) {
                last.ifPresent(death -> survived.add(survivor(api, death)));
                Brand brand = brand(api);
                tellToStandStill(child, says);
                CompletableFuture<HttpResponse<String>> asked = api.begin(RUNS, destroying(brand));
                awaitLine(child, says, "reached " + step);
                if (step == RunStep.ASKED) {
                    assertThat(asked).isNotDone();
                } else {
                    assertThat(asked).succeedsWithin(SOON);
                }
                child.destroyForcibly().waitFor();
                return new Death(step, brand);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static Process child(Path data, Enum<?> step, Path says) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        data.toString(),
                        step.name())
                .redirectErrorStream(true)
                .redirectOutput(says.toFile())
                .start();
    }

    private static void tellToStandStill(Process child, Path says) throws IOException {
        OutputStream input = child.getOutputStream();
        input.write('\n');
        input.flush();
        awaitLine(child, says, "ready");
    }

    /// @return what the line says after its beginning
    private static String awaitLine(Process child, Path says, String beginning) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .failFast("the process ended by itself", () -> !child.isAlive())
                .until(
                        () -> Files.readString(says)
                                .lines()
                                .filter(line -> line.startsWith(beginning))
                                .map(line -> line.substring(beginning.length()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /// What a killed process leaves behind the next one stops; it is still there where none came up.
    private static void endPostgres(Path data) throws IOException {
        Path file = data.resolve("pgsql/postmaster.pid");
        if (Files.exists(file)) {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                    .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static Brand brand(RunningFixture api) {
        String messages = Stream.iterate(FIRST_DAY, day -> day.plusDays(1))
                .limit(MESSAGES)
                .map(day -> "{\"from\":\"consumer\",\"text\":\"hello\",\"at\":\"" + Talk.noon(day) + "\"}")
                .collect(Collectors.joining(","));
        String line = "{\"conversation\":\"one\",\"channel\":\"web\",\"consumer\":{\"email\":\"kim@example.com\"},"
                + "\"messages\":[" + messages + "]}\n";
        String id = RunningFixture.field(api.post("/v1/clients", RunningFixture.CLIENT), "client_id");
        String client = "/v1/clients/" + id;
        return new Brand(
                id, client + "/conversations/" + RunningFixture.field(api.importDue(client, line), "conversation_id"));
    }

    private static String destroying(Brand brand) {
        return "{\"client_id\":\"" + brand.id() + "\",\"dry_run\":false}";
    }

    private static Survived survivor(RunningFixture api, Death death) {
        return new Survived(death, certificate(api, awaitCompleted(api, death.brand())));
    }

    /// @return the client's only run
    private static String awaitCompleted(RunningFixture api, Brand brand) {
        return await().atMost(AT_ONCE)
                .until(
                        () -> JSON.readTree(api.get(RUNS).body())
                                .required("items")
                                .valueStream()
                                .filter(run -> run.path("client_id").asString().equals(brand.id()))
                                .toList(),
                        runs -> runs.size() == 1
                                && runs.getFirst().required("state").asString().equals("completed"))
                .getFirst()
                .required("run_id")
                .asString();
    }

    private static String certificate(RunningFixture api, String run) {
        HttpResponse<String> certificate = api.get(RUNS + "/" + run + "/certificate");
        assertThat(certificate.statusCode()).isEqualTo(200);
        return certificate.body();
    }

    /// What all clients' runs have in common: without ids, keys, times and places in the log.
    private static String whatIsCertified(String certificate) {
        JsonNode certified = JSON.readTree(certificate).required("certificate");
        return certified
                .toString()
                .replaceAll("\"(client_id|run_id|fingerprint)\":\"[^\"]+\"", "\"$1\":\"RANDOM\"")
                .replaceAll("\"((?:[a-z]+_)?at)\":\"[^\"]+\"", "\"$1\":\"TIME\"")
                .replaceAll("\"(position|log_index)\":[0-9]+", "\"$1\":0");
    }

    private static void assertThatAllWentOnce(Running running, Survived one) throws SQLException {
        String events =
                " FROM event_log.event WHERE client_id = '" + one.brand().id() + "' AND type = ";
        assertThat(row(
                        running,
                        "SELECT count(DISTINCT event_id), count(bucket), count(DISTINCT bucket)"
                                + " FROM (SELECT event_id, jsonb_array_elements(facts::jsonb -> 'buckets') AS bucket"
                                + events + "'ExpiryOrdered') AS ordered"))
                .as("orders, and their buckets, after a " + one)
                .isEqualTo(ORDERS + " " + BUCKETS + " " + BUCKETS);
        assertThat(row(running, "SELECT count(*), count(DISTINCT tags)" + events + "'BucketKeyDestroyed'"))
                .as("BucketKeyDestroyed, and their buckets, after a " + one)
                .isEqualTo(BUCKETS + " " + BUCKETS);
        assertThat(row(
                        running,
                        "SELECT count(*), count(wrapped) FROM keyring.keys WHERE client_id = '"
                                + one.brand().id() + "' AND kind = " + KeyKind.BUCKET.code()))
                .as("bucket keys, and those with bytes left, after a " + one)
                .isEqualTo(BUCKETS + " 0");
        assertThat(row(running, "SELECT facts" + events + "'RetentionRunCompleted'"))
                .as("the only completion after a " + one)
                .contains(
                        JSON.readTree(one.certificate()).at("/signature/sha256").asString());
    }

    /// The only row of a query, columns joined by blanks.
    /// Only retention-service may look at its tables.
    private static DataSource retention(Running running) {
        return running.services().stream()
                .filter(one -> one.service().equals(RetentionService.SERVICE))
                .findFirst()
                .orElseThrow()
                .dataSource();
    }

    private static String row(Running running, String sql) throws SQLException {
        return row(running.dataSource(), sql);
    }

    private static String row(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).as("a row").isTrue();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                columns.add(row.getString(i));
            }
            assertThat(row.next()).as("another row").isFalse();
            return String.join(" ", columns);
        }
    }
}
