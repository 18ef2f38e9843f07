package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What stands in logs must stay readable and keep its leaf: changing a golden file is a decision. A new type gets its
/// file by a run with `-Dlethe.golden.write=true`, which never touches one that exists.
class GoldenFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    static List<Event> events() {
        return Examples.ALL;
    }

    @Test
    void everyTypeHasOneExampleAndOneFile() throws IOException {
        assertThat(Examples.ALL.stream().map(Event::getClass).collect(Collectors.toSet()))
                .isEqualTo(EventTypes.all())
                .hasSameSizeAs(Examples.ALL);
        if (Boolean.getBoolean("lethe.golden.write")) {
            writeMissing();
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Examples.ALL.stream().map(GoldenFilesTest::file).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void writingGivesTheFileByteForByte(Event event) throws IOException {
        assertThat(new String(EventJson.write(event), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden(event), StandardCharsets.UTF_8));
        assertThat(EventJson.write(event)).isEqualTo(golden(event));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readingTheFileGivesTheEvent(Event event) throws IOException {
        assertThat(EventJson.read(EventTypes.of(event.getClass()), golden(event)))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void aFieldThatALaterVersionAddedIsPassedOver(Event event) throws IOException {
        String json = new String(golden(event), StandardCharsets.UTF_8);
        String later = json.substring(0, json.length() - 1) + ",\"added_later\":{\"a\":[1]}}";

        assertThat(EventJson.read(EventTypes.of(event.getClass()), later.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void tagsAreAsciiAndFitTheLog(Event event) {
        assertThat(event.tags())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(tag -> assertThat(tag.key() + "=" + tag.value()).matches("[a-z_]+=[!-~]+"));
        assertThat(event.tags().stream().map(EventTag::key).filter(Set.of("message", "external")::contains))
                .as("the log takes at most one unique tag")
                .hasSizeLessThanOrEqualTo(1);
    }

    private static String file(Event event) {
        EventTypes.WireType type = EventTypes.of(event.getClass());
        return type.name() + ".v" + type.version() + ".json";
    }

    private static byte[] golden(Event event) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + file(event))) {
            assertThat(in).as(file(event)).isNotNull();
            return in.readAllBytes();
        }
    }

    private static void writeMissing() throws IOException {
        Files.createDirectories(FOLDER);
        for (Event event : Examples.ALL) {
            Path file = FOLDER.resolve(file(event));
            if (Files.notExists(file)) {
                Files.write(file, EventJson.write(event));
            }
        }
    }
}
