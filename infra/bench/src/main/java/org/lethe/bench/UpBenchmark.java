package org.lethe.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `lethe up` on an initialised folder, from the start of the process to ready, against a bare Boot WebFlux
/// application. Ours runs as the launcher runs it, with its AOT cache; theirs without one, and with one of its own.
final class UpBenchmark implements Benchmark {
    private static final String BARE_MAIN = BareApplication.class.getName();

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
    public List<Figure> run(Workload setting) throws Exception {
        try (TempFolder folder = TempFolder.create()) {
            return run(setting, folder.path());
        }
    }

    private List<Figure> run(Workload setting, Path folder) throws Exception {
        String bare = bareClassPath();
        Path cache = folder.resolve("bare.aot");
        JavaProcess.runToEnd(JavaProcess.command(List.of("-XX:AOTCacheOutput=" + cache), bare, BARE_MAIN, "stop"));
        List<String> ours = JavaProcess.letheUp();
        List<String> theirs = JavaProcess.command(List.of(), bare, BARE_MAIN);
        List<String> theirsCached = JavaProcess.command(List.of("-XX:AOTCache=" + cache), bare, BARE_MAIN);
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

    private static String bareClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        BARE.matcher(Path.of(entry).getFileName().toString()).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static double secondsToReady(List<String> command, Map<String, String> environment) throws Exception {
        try (JavaProcess process = JavaProcess.start(command, environment)) {
            return process.awaitReady();
        }
    }
}
