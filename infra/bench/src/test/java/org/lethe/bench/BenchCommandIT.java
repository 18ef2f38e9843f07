package org.lethe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lethe.testkit.TestRounds;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// That each benchmark does what it says at a small size, and prints it. How fast it is is nobody's business here.
class BenchCommandIT {
    /// All but `http`, `up` and `neighbour`, which start a built `lethe`, and the figures that each gives.
    private static final Map<String, List<String>> FIGURES = Map.ofEntries(
            Map.entry("append", List.of("append/256", "append/64")),
            Map.entry("append-peer", List.of("append-peer")),
            Map.entry("bulk", List.of("bulk")),
            Map.entry("open", List.of("open")),
            Map.entry("erase", List.of("erase")),
            Map.entry("growth", List.of("growth")),
            Map.entry("latency", List.of("latency", "latency/99.9", "latency/taken")),
            Map.entry("expire", List.of("expire")),
            Map.entry("hold", List.of("hold")),
            Map.entry("package", List.of("package", "package/heap")),
            Map.entry("find", List.of("find", "find/email")),
            Map.entry("due", List.of("due")),
            Map.entry("redact", List.of("redact")),
            Map.entry("expire-peer", List.of("expire-peer")),
            Map.entry("sweep", List.of("sweep", "sweep/all")),
            Map.entry("rewrap", List.of("rewrap")),
            Map.entry("expiring", List.of("expiring")));

    /// Of each kind one: the log's, the keyring's, a service's.
    private static final Set<String> BY_DEFAULT = Set.of("append", "open", "sweep");

    private record Ended(int exit, String out, String err) {}

    private static Ended bench(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ended(exit, out.toString(), err.toString());
    }

    @Test
    void eachTellsAFigureBesideWhatItWasMeasuredAgainst() {
        Set<String> run = TestRounds.areFull() ? FIGURES.keySet() : BY_DEFAULT;
        // given all in one run, for which PostgreSQL starts once
        Stream<String> small = Stream.of("--json", "--scale", "0.001", "--seconds", "0.25", "--rounds", "1");

        // when
        Ended ended = bench(Stream.concat(small, run.stream()).toArray(String[]::new));

        // then
        assertThat(ended.exit()).as(ended.err()).isIn(0, 1); // 1: a ratio falls short, as it may at this size
        List<JsonNode> printed =
                ended.out().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(printed)
                .as(ended.err())
                .extracting(line -> line.get("bench").asString())
                .containsExactlyInAnyOrderElementsOf(
                        run.stream().map(FIGURES::get).flatMap(List::stream).toList());
        assertThat(printed).isNotEmpty().allSatisfy(line -> {
            assertThat(line.get("unit").asString()).isNotBlank();
            assertThat(line.get("against").asString()).isNotBlank();
            assertThat(line.get("figure").asDouble()).isPositive().isFinite();
            assertThat(line.get("theirs").asDouble()).isPositive().isFinite();
            assertThat(line.get("ratio").asDouble()).isPositive().isFinite();
        });
    }

    @Test
    void listsAllOfThem() {
        Ended ended = bench("--list");

        assertThat(ended.exit()).isZero();
        assertThat(ended.out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(FIGURES.keySet().stream(), Stream.of("http", "up", "neighbour"))
                                .toList());
    }

    @Test
    void refusesANameThatNoBenchmarkHas() {
        Ended ended = bench("appendix");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("appendix").contains("append-peer");
    }
}
