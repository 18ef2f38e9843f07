package org.lethe.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A durable PostgreSQL 18 in a folder: on 127.0.0.1 only, with a password, started again when it dies. One that
/// outlived its process is stopped before the next is started.
///
/// It survives restarts: start it on the same folder and the data is there.
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String OWNER = "lethe_owner";
    private static final String DATABASE = "lethe";
    private static final String HOST = "127.0.0.1";
    private static final String PID_FILE = "postmaster.pid";
    private static final int STATUS_LINE = 7; // of postmaster.pid, from 0; PostgreSQL's miscadmin.h
    private static final Duration START = Duration.ofSeconds(120); // recovery after a crash replays up to 4 GB
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final long INITDB_SECONDS = 120;
    private static final long POLL_NANOS = 5_000_000;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long MAX_LOG_BYTES = 10 << 20;

    private static final int LEAST_CONNECTIONS = 100; // as PostgreSQL has it
    private static final int SPARE_CONNECTIONS = 20; // the owner's, psql's, and the three kept for superusers

    // Nothing of a statement's values may reach a log: no statements of errors, no parameters, no details.
    private static final Map<String, String> ALWAYS = settings(
            "listen_addresses", HOST,
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "256MB",
            "max_wal_size", "4GB",
            "checkpoint_timeout", "15min",
            "jit", "off",
            "max_connections", Integer.toString(LEAST_CONNECTIONS),
            "log_min_error_statement", "panic",
            "log_error_verbosity", "terse",
            "log_parameter_max_length", "0",
            "log_parameter_max_length_on_error", "0",
            "log_checkpoints", "off",
            "log_timezone", "UTC",
            "timezone", "UTC");

    private final PostgresPrograms programs;
    private final Path data;
    private final Path logFile;
    private final String password;
    private final Map<String, String> settings;
    private final int port;
    private final Thread supervisor;
    private volatile boolean wanted = true;
    private volatile boolean suspended;
    private volatile Process process;

    private EmbeddedServer(PostgresPrograms programs, Path folder, String password, Map<String, String> settings)
            throws IOException {
        this.programs = programs;
        this.data = folder.resolve("pgsql");
        this.logFile = folder.resolve("log").resolve("postgres.log");
        this.password = password;
        this.settings = settings;
        this.port = freePort();
        initialise(folder.resolve("keys").resolve("postgres.pass"));
        stopOrphan();
        rotateLog();
        this.process = launch();
        this.supervisor = Thread.ofPlatform().name("lethe-postgres").daemon().unstarted(this::supervise);
    }

    /// Starts one in this folder, made where it is missing, with PostgreSQL's programs unpacked beside its data.
    ///
    /// @param connections that its pools may open in all
    /// @throws CannotStartException if it can't run here
    static EmbeddedServer start(Path folder, int connections) {
        int most = Math.max(LEAST_CONNECTIONS, connections + SPARE_CONNECTIONS);
        return start(
                folder,
                folder.resolve("postgres-" + PostgresPrograms.VERSION),
                Map.of("max_connections", Integer.toString(most)));
    }

    /// The same, with programs unpacked elsewhere, which spares two seconds for the second folder, and other settings.
    ///
    /// @param programs where PostgreSQL's programs are, or are unpacked to
    /// @param settings as in `postgresql.conf`; they win over ours
    public static EmbeddedServer start(Path folder, Path programs, Map<String, String> settings) {
        try {
            Files.createDirectories(folder.resolve("log"));
            Path keys = Files.createDirectories(folder.resolve("keys"));
            Path secret = DataFolder.secret(keys.resolve("postgres.pass"));
            Map<String, String> all = new LinkedHashMap<>(ALWAYS);
            all.putAll(settings);
            EmbeddedServer server = new EmbeddedServer(
                    PostgresPrograms.in(programs.toAbsolutePath()),
                    folder.toAbsolutePath(),
                    Files.readString(secret).strip(),
                    all);
            server.awaitReady();
            server.createDatabase();
            server.supervisor.start();
            return server;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static CannotStartException failed(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left")
                ? new CannotStartException("the disk is full", "Make room and try again; nothing was lost.", e)
                : new CannotStartException("PostgreSQL can't be set up: " + message, "Check the data folder.", e);
    }

    private void initialise(Path passwordFile) throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        Path next = data.resolveSibling("pgsql.new");
        if (Files.exists(next)) {
            PostgresPrograms.delete(next); // a first start that was interrupted
        }
        run(
                "initdb",
                List.of(
                        "--pgdata=" + next,
                        "--username=" + OWNER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(String program, List<String> arguments) throws IOException {
        Process started = new ProcessBuilder(programs.command(program, arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            if (started.waitFor(INITDB_SECONDS, TimeUnit.SECONDS) && started.exitValue() == 0) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        started.destroyForcibly();
        throw new IOException(lastLine(program + " failed"));
    }

    /// The last that PostgreSQL's log says, for the message that goes to the terminal.
    private String lastLine(String otherwise) throws IOException {
        List<String> lines = Files.exists(logFile) ? Files.readAllLines(logFile) : List.of();
        return lines.stream()
                .filter(line -> line.contains("FATAL") || line.contains("error:") || line.contains("No space left"))
                .reduce((first, second) -> second)
                .orElse(otherwise + "; " + logFile + " says more");
    }

    private void rotateLog() throws IOException {
        if (Files.exists(logFile) && Files.size(logFile) > MAX_LOG_BYTES) {
            Files.move(logFile, logFile.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Process launch() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        settings.forEach((name, value) -> {
            arguments.add("-c");
            arguments.add(name + "=" + value);
        });
        return new ProcessBuilder(programs.command("postgres", arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }

    private void awaitReady() throws IOException {
        long until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until) {
            if (statusIs("ready")) {
                return;
            }
            if (!process.isAlive()) {
                throw new IOException(lastLine("PostgreSQL ended"));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException(lastLine("PostgreSQL was not ready within " + START.toSeconds() + " s"));
    }

    private boolean statusIs(String status) throws IOException {
        Optional<List<String>> lines = pidFile();
        return lines.isPresent()
                && lines.get().size() > STATUS_LINE
                && lines.get().getFirst().strip().equals(Long.toString(process.pid()))
                && lines.get().get(STATUS_LINE).strip().equals(status);
    }

    private Optional<List<String>> pidFile() throws IOException {
        Path file = data.resolve(PID_FILE);
        return Files.exists(file) ? Optional.of(Files.readAllLines(file)) : Optional.empty();
    }

    /// Whoever holds the folder's lock owns its server: one that runs here outlived a process that was killed.
    private void stopOrphan() throws IOException {
        Optional<ProcessHandle> orphan = orphan();
        if (orphan.isPresent()) {
            log.info("PostgreSQL outlived the last process; stopping it");
            signal("INT", orphan.get().pid());
            if (!ended(orphan.get(), STOP)) {
                signal("QUIT", orphan.get().pid());
                if (!ended(orphan.get(), STOP)) {
                    throw new IOException(
                            "PostgreSQL of process " + orphan.get().pid() + " does not stop");
                }
            }
        }
    }

    private Optional<ProcessHandle> orphan() throws IOException {
        Optional<List<String>> lines = pidFile();
        if (lines.isEmpty() || lines.get().isEmpty()) {
            return Optional.empty();
        }
        OptionalLong pid = number(lines.get().getFirst());
        Optional<ProcessHandle> running =
                pid.isPresent() ? ProcessHandle.of(pid.getAsLong()).filter(ProcessHandle::isAlive) : Optional.empty();
        if (running.isPresent() && !isOurs(running.get())) {
            // Its number went to another process, maybe another folder's PostgreSQL; ours would wait for it.
            Files.deleteIfExists(data.resolve(PID_FILE));
            return Optional.empty();
        }
        return running;
    }

    private static OptionalLong number(String line) {
        try {
            return OptionalLong.of(Long.parseLong(line.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // torn by a crash of the machine
        }
    }

    /// A PostgreSQL that serves this very folder. It stands in its data folder; where the system does not show that,
    /// its arguments name it.
    private boolean isOurs(ProcessHandle running) {
        ProcessHandle.Info info = running.info();
        if (info.command().filter(command -> command.endsWith("/postgres")).isEmpty()) {
            return false;
        }
        try {
            Path standsIn = Path.of("/proc", Long.toString(running.pid()), "cwd");
            return Files.isSameFile(standsIn, data);
        } catch (IOException e) {
            log.debug("No /proc to ask", e);
        }
        List<String> arguments = List.of(info.arguments().orElse(new String[0]));
        int folder = arguments.indexOf("-D") + 1;
        return folder > 0 && folder < arguments.size() && arguments.get(folder).equals(data.toString());
    }

    private static boolean ended(ProcessHandle handle, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        while (handle.isAlive() && System.nanoTime() < until) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return !handle.isAlive();
    }

    // INT ends sessions and stops ("fast"), QUIT stops at once and recovers at the next start ("immediate").
    private static void signal(String name, long pid) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    }

    private void createDatabase() throws IOException {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + DATABASE);
        } catch (SQLException e) {
            throw new IOException(lastLine("its database can't be made"), e);
        }
    }

    private void supervise() {
        try {
            while (wanted) {
                int code = process.waitFor();
                if (suspended) {
                    Thread.sleep(PAUSE);
                } else if (wanted) {
                    log.warn("PostgreSQL ended with {}; starting it again", code);
                    restart();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    // A server that was killed leaves children for a moment; the next refuses to start beside them.
    private void restart() throws InterruptedException {
        while (wanted) {
            try {
                process = launch();
                awaitReady();
                log.info("PostgreSQL is back");
                return;
            } catch (IOException e) {
                log.warn("PostgreSQL did not start again yet: {}", e.getMessage());
                Thread.sleep(PAUSE);
            }
        }
    }

    /// The JDBC URL with its owner's name and password in it, who may do anything.
    public String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database + "?user=" + OWNER + "&password=" + password;
    }

    /// The JDBC URL without anybody's name.
    String urlOfNobody() {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + DATABASE;
    }

    /// Connections of the owner, one for each that asks.
    public DataSource owner() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        return dataSource;
    }

    public int port() {
        return port;
    }

    /// Of the server; another one after it died and was started again.
    public long pid() {
        return process.pid();
    }

    /// Stops the server and leaves it so until [#resume]; for tests.
    void suspend() {
        suspended = true;
        stop();
    }

    /// Lets it be started again.
    void resume() {
        suspended = false;
    }

    private void stop() {
        Process running = process;
        if (!running.isAlive()) {
            return;
        }
        try {
            signal("INT", running.pid());
            if (!ended(running.toHandle(), STOP)) {
                running.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be stopped", e);
        }
    }

    /// Ends all sessions and stops.
    @Override
    public void close() {
        wanted = false;
        supervisor.interrupt();
        stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return probe.getLocalPort();
        }
    }

    private static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    @Override
    public String toString() {
        return "EmbeddedServer[" + data + "]";
    }
}
