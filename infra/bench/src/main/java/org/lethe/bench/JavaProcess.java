package org.lethe.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A server in a process of its own, as it runs in earnest: what is measured shares neither heap nor compiled code with
/// its peer or with the load. Runs on this process's Java with this process's options.
final class JavaProcess implements AutoCloseable {
    static final String READY = "/actuator/health/readiness";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 5_000_000;

    final int port;
    private final String name;
    private final Process process;
    private final long startedNanos = System.nanoTime();

    private JavaProcess(List<String> command, Map<String, String> environment, int port) throws IOException {
        this.port = port;
        this.name = command.getLast();
        this.process = quiet(command, environment, port);
    }

    /// The command line of another Java with this one's options but for its AOT cache.
    static List<String> command(List<String> options, String classPath, String... mainAndArguments) {
        return Stream.of(java(), options, List.of("-cp", classPath), List.of(mainAndArguments))
                .flatMap(List::stream)
                .toList();
    }

    /// The command line of `lethe up`, as the launcher runs it.
    ///
    /// @param options of the JVM beside those
    static List<String> letheUp(String... options) {
        List<String> all =
                Stream.concat(ourAotCache().stream(), Stream.of(options)).toList();
        return command(all, System.getProperty("java.class.path"), "org.lethe.cli.Main", "up");
    }

    /// Starts a server that listens where `LETHE_PORT` or `SERVER_PORT` says: on a free port.
    static JavaProcess start(List<String> command, Map<String, String> environment) throws IOException {
        return new JavaProcess(command, environment, freePort());
    }

    /// @throws IllegalStateException if it fails or does not end
    static void runToEnd(List<String> command) throws IOException, InterruptedException {
        runToEnd(command, PATIENCE);
    }

    /// @throws IllegalStateException if it fails or does not end in time
    static void runToEnd(List<String> command, Duration patience) throws IOException, InterruptedException {
        Process process = quiet(command, Map.of(), freePort());
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("did not start and stop: " + command.getLast());
        }
    }

    /// @return seconds from the start of the process to its first 200
    double awaitReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + READY))
                .timeout(PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isReady(http, request)) {
                if (System.nanoTime() - startedNanos > PATIENCE.toNanos() || !process.isAlive()) {
                    throw new IllegalStateException(name
                            + (process.isAlive() ? " did not become ready in time" : " ended before it was ready"));
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return (System.nanoTime() - startedNanos) / 1e9;
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static List<String> java() {
        Stream<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-XX:AOT") && !argument.startsWith("-Xlog"))
                .filter(argument -> !argument.contains("FlightRecording"));
        return Stream.concat(Stream.of(ProcessHandle.current().info().command().orElse("java")), options)
                .toList();
    }

    private static List<String> ourAotCache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:AOTCache="))
                .toList();
    }

    private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    private static Process quiet(List<String> command, Map<String, String> environment, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().put("LETHE_PORT", Integer.toString(port));
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
