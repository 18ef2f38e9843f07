package org.lethe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// That each benchmark does what it says at a small size, and prints it. How fast it is is nobody's business here.
class BenchCommandIT {
    private static final String[] SMALL = {"--scale", "0.001", "--seconds", "1", "--rounds", "1"};

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

    private static String[] small(String... arguments) {
        return Stream.of(SMALL, arguments).flatMap(Stream::of).toArray(String[]::new);
    }

    /// All but `http` and `up`, which start a built `lethe`.
    static Stream<Arguments> benchmarks() {
        return Stream.of(
                Arguments.of(List.of("append"), List.of("append/256", "append/64")),
                Arguments.of(List.of("append-peer"), List.of("append-peer")),
                Arguments.of(List.of("bulk"), List.of("bulk")),
                Arguments.of(List.of("open"), List.of("open")),
                Arguments.of(List.of("erase"), List.of("erase")),
                Arguments.of(List.of("growth"), List.of("growth")),
                Arguments.of(List.of("latency"), List.of("latency")),
                Arguments.of(List.of("expire", "expire-peer"), List.of("expire", "expire-peer")),
                Arguments.of(List.of("sweep"), List.of("sweep", "sweep/all")),
                Arguments.of(List.of("rewrap"), List.of("rewrap")),
                Arguments.of(List.of("expiring"), List.of("expiring")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("benchmarks")
    void tellsAFigureBesideWhatItWasMeasuredAgainst(List<String> names, List<String> figures) {
        // when
        Ended ended =
                bench(small(Stream.concat(names.stream(), Stream.of("--json")).toArray(String[]::new)));

        // then
        assertThat(ended.exit()).as(ended.err()).isIn(0, 1); // 1: a ratio falls short, as it may at this size
        List<JsonNode> printed =
                ended.out().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(printed).extracting(line -> line.get("bench").asString()).containsExactlyElementsOf(figures);
        assertThat(printed).allSatisfy(line -> {
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
                .contains("up", "http", "expire", "expire-peer", "sweep", "rewrap", "expiring")
                .hasSize(14)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesANameThatNoBenchmarkHas() {
        Ended ended = bench("appendix");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("appendix").contains("append-peer");
    }
}
