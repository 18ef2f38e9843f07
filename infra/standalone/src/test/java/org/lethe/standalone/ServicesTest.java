package org.lethe.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lethe.service.Service;

/// What holds of every service is looked at in each of their modules.
class ServicesTest {
    private static final Path TOP = Path.of("..", "..").toAbsolutePath().normalize();
    private static final List<String> SHARED =
            List.of("ArchTests.in(ServiceRules.class)", "extends OpenApiDocumentSuite");

    static List<Service> services() {
        return Services.ALL;
    }

    @ParameterizedTest
    @MethodSource("services")
    void itsModuleTakesOverWhatHoldsOfEveryService(Service service) throws IOException {
        Path tests = TOP.resolve(service.name() + "-service/src/test/java");
        assertThat(tests).as("tests of the " + service.name() + " service").isDirectory();
        try (Stream<Path> files = Files.walk(tests)) {
            List<String> texts = files.filter(file -> file.toString().endsWith(".java"))
                    .map(ServicesTest::text)
                    .toList();

            assertThat(SHARED.stream().filter(shared -> texts.stream().noneMatch(text -> text.contains(shared))))
                    .as("no test of the " + service.name() + " service has this")
                    .isEmpty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
