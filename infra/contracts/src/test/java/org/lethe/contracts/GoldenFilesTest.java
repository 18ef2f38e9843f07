package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What stands in logs stays readable and keeps its leaf. Golden files are only ever added: each that was ever written
/// stays as it is, with its line in `leaves.txt`. A new event or version gets its file by hand, one line of JSON
/// without a newline, and its line by a run with `-Dlethe.golden.write=true`, which touches no line that exists.
class GoldenFilesTest {

    static List<Golden> files() {
        return Golden.all();
    }

    static List<Golden> currentFiles() {
        return Golden.all().stream().filter(Golden::isCurrent).toList();
    }

    @BeforeAll
    static void addLines() throws IOException {
        if (Boolean.getBoolean("lethe.golden.write")) {
            Golden.addMissingLines();
        }
    }

    @Test
    void everyFileEverWrittenIsThereAndGivesItsLeafAsBefore() throws IOException {
        Map<String, Golden.Line> lines = Golden.lines();

        Set<String> files = Golden.all().stream().map(Golden::file).collect(Collectors.toSet());
        assertThat(minus(lines.keySet(), files))
                .as("golden files that are gone and have their line in leaves.txt still")
                .isEmpty();
        assertThat(minus(files, lines.keySet()))
                .as("golden files without a line in leaves.txt")
                .isEmpty();
        assertThat(Golden.all()).isNotEmpty().allSatisfy(golden -> {
            Golden.Line line = lines.get(golden.file());
            assertThat(golden.line(line.tags())).isEqualTo(line);
        });
    }

    /// The leaf's own known answer: an envelope in it, one tag.
    @Test
    void theLeafIsTheKnownOne() {
        byte[] sealed = HexFormat.of()
                .parseHex(
                        "01d9c52c897e33a8b08bf6cc8004b02d35ad16b767f3066e2583bf03a1116f118b"
                                + "040404040404040404040404"
                                + "39a8b589405d03770c303e369a1784dac69afd22917830c8771367c843b23bbce52d76572f5e29488d7b016c98a7b03c");

        byte[] leaf = Leaf.of(
                new EventTypes.WireType("MessageRecorded", 1),
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                sealed,
                List.of("conversation=ffeeddcc-bbaa-9988-7766-554433221100"));

        assertThat(HexFormat.of().formatHex(leaf))
                .isEqualTo("1287bd1cf14f31c0effd192754d496092f46ce99bbd4ef1ef5dcf744b267cba2");
    }

    @Test
    void everyEventHasAFileOfEachOfItsVersions() {
        Set<EventTypes.WireType> versions = EventTypes.NAMED.stream()
                .map(WireNames.Named::wireType)
                .flatMap(type -> Stream.iterate(1, version -> version <= type.version(), version -> version + 1)
                        .map(version -> new EventTypes.WireType(type.name(), version)))
                .collect(Collectors.toSet());

        Set<EventTypes.WireType> written =
                Golden.all().stream().map(Golden::type).collect(Collectors.toSet());
        assertThat(minus(versions, written))
                .as("versions of events that no golden file is of")
                .isEmpty();
        assertThat(minus(written, versions))
                .as("versions that golden files are of and no event has")
                .isEmpty();
    }

    @Test
    void aHoldThatOnceStoodInThePurposeIsReadAsOne() {
        assertThat(Golden.all().stream()
                        .filter(golden -> golden.type().equals(new EventTypes.WireType("TranscriptRead", 1)))
                        .map(golden -> (TranscriptRead) golden.read()))
                .as("examples of TranscriptRead v1: with a hold and without")
                .anyMatch(read -> read.hold() != null)
                .anyMatch(read -> read.hold() == null);
    }

    private static <T> Set<T> minus(Set<T> some, Set<T> others) {
        Set<T> left = new HashSet<>(some);
        left.removeAll(others);
        return left;
    }

    /// So a further example can't go with its line and nobody miss it: each shows something that the others don't.
    @Test
    void everyFieldThatMayBeMissingIsMissingInAFile() throws ReflectiveOperationException {
        Map<String, Boolean> missing = new TreeMap<>();
        for (Golden golden : currentFiles()) {
            Event event = golden.read();
            for (RecordComponent component : event.getClass().getRecordComponents()) {
                if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    boolean none = component.getAccessor().invoke(event) == null;
                    missing.merge(golden.type().name() + "." + component.getName(), none, Boolean::logicalOr);
                }
            }
        }

        assertThat(missing).isNotEmpty();
        missing.values().removeIf(none -> none);
        assertThat(missing.keySet())
                .as("optional fields that stand in every example: one without them is missing")
                .isEmpty();
    }

    @Test
    void everyFieldStandsInAFileOfTheCurrentVersion() throws ReflectiveOperationException {
        Map<String, Boolean> stands = new HashMap<>();
        for (Golden golden : currentFiles()) {
            Event event = golden.read();
            for (RecordComponent component : event.getClass().getRecordComponents()) {
                boolean there = component.getAccessor().invoke(event) != null;
                stands.merge(golden.type().name() + "." + component.getName(), there, Boolean::logicalOr);
            }
        }

        assertThat(stands)
                .isNotEmpty()
                .allSatisfy((field, there) -> assertThat(there).as(field).isTrue());
    }

    @ParameterizedTest
    @MethodSource("currentFiles")
    void whatIsReadIsWrittenByteForByte(Golden golden) {
        byte[] written = EventJson.write(golden.read());

        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo(new String(golden.facts(), StandardCharsets.UTF_8));
        assertThat(written).isEqualTo(golden.facts());
    }

    @ParameterizedTest
    @MethodSource("currentFiles")
    void tagsStayAsTheyWere(Golden golden) throws IOException {
        assertThat(Golden.tags(golden.read()))
                .isEqualTo(Golden.lines().get(golden.file()).tags());
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFieldThatALaterVersionAddedIsPassedOver(Golden golden) {
        String json = new String(golden.facts(), StandardCharsets.UTF_8);
        String later = json.substring(0, json.length() - 1) + ",\"added_later\":{\"a\":[1]}}";

        assertThat(EventJson.read(golden.type(), later.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(golden.read());
    }

    @ParameterizedTest
    @MethodSource("files")
    void tagsAreAsciiAndFitTheLog(Golden golden) {
        assertThat(golden.read().tags())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(tag -> assertThat(tag.key() + "=" + tag.value()).matches("[a-z_]+=[!-~]+"));
        assertThat(golden.read().tags().stream().map(EventTag::key).filter(Set.of("message", "external")::contains))
                .as("the log takes at most one unique tag")
                .hasSizeLessThanOrEqualTo(1);
    }
}
