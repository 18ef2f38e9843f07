package org.lethe.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `lethe up` on an initialised folder, from the start of the process to ready, against a bare Boot WebFlux
/// application.
/// Ours runs as the launcher runs it, with its AOT cache; theirs without one, and with one of its own.
final class UpBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 5_000_000;
    private static final String READY = "/actuator/health/readiness";

    /// What Boot's WebFlux starter brings, of all that is on our class path.
    private static final Pattern BARE =
            Pattern.compile("(spring-(boot(-(?!.*(flyway|jdbc|sql|hibernate|jpa)).*)?|core|beans"
                    + "|context|aop|expression|web|webflux)|reactor-|netty-|jackson-|slf4j-|logback-|log4j-|jul-to|jspecify"
                    + "|snakeyaml|micrometer-(commons|observation)|reactive-streams|jakarta.annotation|commons-logging"
                    + "|lethe-bench).*\\.jar");

    @Override
    public String name() {
        return "up";
    }

    @Override
    public String description() {
        return "lethe up to ready on an initialised folder against a bare Boot WebFlux application to its first 200";
    }

    @Override
    public List<Figure> run(Setting setting) throws Exception {
        Path folder = Files.createTempDirectory("lethe-up");
        List<String> java = java();
        String bare = bareClassPath();
        Path cache = folder.resolve("bare.aot");
        runToEnd(
                command(java, List.of("-XX:AOTCacheOutput=" + cache), bare, "org.lethe.bench.BareApplication", "stop"));
        List<String> ours = new ArrayList<>(java);
        ours.addAll(ourAotCache());
        ours.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.lethe.cli.Main", "up"));
        List<String> theirs = command(java, List.of(), bare, "org.lethe.bench.BareApplication");
        List<String> theirsCached =
                command(java, List.of("-XX:AOTCache=" + cache), bare, "org.lethe.bench.BareApplication");
        Map<String, String> data = Map.of("LETHE_DATA", folder.resolve("data").toString());
        secondsToReady(ours, data); // the first start initialises the folder
        List<double[]> rounds = new ArrayList<>();
        for (int round = 1; round <= setting.rounds(); round++) {
            double[] seconds = {
                secondsToReady(ours, data), secondsToReady(theirs, Map.of()), secondsToReady(theirsCached, Map.of())
            };
            rounds.add(seconds);
            setting.progress()
                    .accept("up round %d of %d: %.2f / %.2f / %.2f s"
                            .formatted(round, setting.rounds(), seconds[0], seconds[1], seconds[2]));
        }
        double[] medians = new double[3];
        for (int i = 0; i < medians.length; i++) {
            int load = i;
            medians[i] = Rounds.median(
                    rounds.stream().mapToDouble(round -> round[load]).toArray());
        }
        return List.of(
                Figure.atMost(name(), medians[0], "s", "bare Boot WebFlux", medians[1], 1.5),
                Figure.atMost(name() + "/aot", medians[0], "s", "bare Boot WebFlux, AOT cache", medians[2], 1.5));
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-XX:AOT") && !argument.startsWith("-Xlog"))
                .filter(argument -> !argument.contains("FlightRecording"))
                .forEach(command::add);
        return command;
    }

    private static List<String> ourAotCache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:AOTCache="))
                .toList();
    }

    private static List<String> command(
            List<String> java, List<String> options, String classPath, String... mainAndArguments) {
        return Stream.of(java, options, List.of("-cp", classPath), List.of(mainAndArguments))
                .flatMap(List::stream)
                .toList();
    }

    private static String bareClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        BARE.matcher(Path.of(entry).getFileName().toString()).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void runToEnd(List<String> command) throws IOException, InterruptedException {
        Process process = quiet(command, Map.of("SERVER_PORT", Integer.toString(freePort())));
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("the bare application did not start and stop");
        }
    }

    private static double secondsToReady(List<String> command, Map<String, String> environment) throws Exception {
        int port = freePort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + READY))
                .timeout(PATIENCE)
                .build();
        long start = System.nanoTime();
        Process process = quiet(
                command,
                Stream.concat(
                                environment.entrySet().stream(),
                                Map.of("LETHE_PORT", Integer.toString(port), "SERVER_PORT", Integer.toString(port))
                                        .entrySet()
                                        .stream())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isReady(http, request)) {
                if (System.nanoTime() - start > PATIENCE.toNanos() || !process.isAlive()) {
                    throw new IllegalStateException("it did not become ready: " + command.getLast());
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            process.destroy();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    private static Process quiet(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
