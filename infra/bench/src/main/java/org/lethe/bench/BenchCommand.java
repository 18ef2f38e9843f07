package org.lethe.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `lethe bench [NAME] [--json]`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        header = "Measure Lethe beside its limits and peers.",
        description = {
            "Each benchmark runs ours and theirs in the same run, on the same PostgreSQL, in turn, and prints medians and"
                    + " their ratio. Exits 1 where a ratio falls short.",
            "",
            "Examples:",
            "  lethe bench                       all of them (two hours)",
            "  lethe bench append                one of them",
            "  lethe bench append --seconds 3 --rounds 1     a quick look",
            "  lethe bench --json > figures.ndjson"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final List<Benchmark> ALL = List.of(
            new AppendBenchmark(),
            new AppendPeerBenchmark(),
            new HttpBenchmark(),
            new BulkBenchmark(),
            new OpenBenchmark(),
            new EraseBenchmark(),
            new ExpireBenchmark(),
            new ExpirePeerBenchmark(),
            new HoldBenchmark(),
            new PackageBenchmark(),
            new FindBenchmark(),
            new DueBenchmark(),
            new RedactBenchmark(),
            new SweepBenchmark(),
            new RewrapBenchmark(),
            new ExpiringBenchmark(),
            new GrowthBenchmark(),
            new UpBenchmark(),
            new LatencyBenchmark(),
            new NeighbourBenchmark());

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which; all unless named.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "One JSON object a line on stdout.")
    private boolean json;

    @Option(names = "--list", description = "Name them and what they measure; run nothing.")
    private boolean list;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description =
                    "Length of a round and of a stretch of warm-up, which goes on until it gets no faster (default: 10).")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each load, in turn (default: 3).")
    private int rounds;

    @Option(
            names = "--scale",
            defaultValue = "1",
            description = "Share of the full sizes, for a quick look (default: 1).")
    private double scale;

    @Option(
            names = "--data",
            defaultValue = "transcripts.jsonl.gz",
            description = "Transcripts to import; made-up text of the same lengths where the file is absent.")
    private @Nullable Path data;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        // Figures alone go to stdout; read before the first line is logged.
        System.setProperty("logback.configurationFile", "org/lethe/bench/logback-bench.xml");
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        if (list) {
            ALL.forEach(benchmark -> out.printf("%-14s %s%n", benchmark.name(), benchmark.description()));
            return 0;
        }
        Duration length = Duration.ofMillis(Math.round(seconds * 1_000));
        List<Benchmark> chosen = chosen(command); // before PostgreSQL starts for nothing
        List<Figure> figures = new ArrayList<>();
        try (BenchPostgres postgres = BenchPostgres.start()) {
            Workload setting =
                    new Workload(postgres, length, length, rounds, scale, Objects.requireNonNull(data), line -> {
                        err.println(line);
                        err.flush();
                    });
            for (Benchmark benchmark : chosen) {
                err.printf("%s: %s%n", benchmark.name(), benchmark.description());
                err.flush();
                for (Figure figure : benchmark.run(setting)) {
                    figures.add(figure);
                    print(figure, out);
                }
            }
        }
        return figures.stream().allMatch(Figure::reached) ? 0 : 1;
    }

    private List<Benchmark> chosen(CommandSpec command) {
        for (String name : names) {
            if (ALL.stream().noneMatch(benchmark -> benchmark.name().equals(name))) {
                throw new ParameterException(
                        command.commandLine(),
                        "no benchmark is called " + name + "; there are "
                                + String.join(
                                        ", ", ALL.stream().map(Benchmark::name).toList()));
            }
        }
        return ALL.stream()
                .filter(benchmark -> names.isEmpty() || names.contains(benchmark.name()))
                .toList();
    }

    private void print(Figure figure, PrintWriter out) {
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(figure));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%-18s %,14.1f %-12s against %,14.1f (%s)  ratio %6.2f  %s %.1f: %s%n",
                    figure.bench(),
                    figure.figure(),
                    figure.unit(),
                    figure.theirs(),
                    figure.against(),
                    figure.ratio(),
                    figure.higherIsBetter() ? "at least" : "at most",
                    figure.target(),
                    figure.reached() ? "reached" : "SHORT");
        }
        out.flush();
    }

    /// For running the benchmarks without the rest of the command line.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }
}
