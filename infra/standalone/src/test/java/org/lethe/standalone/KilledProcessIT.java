package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessIT {
    @TempDir
    Path parent;

    /// Prints where it serves; stops when its input ends.
    static final class Child {
        public static void main(String[] arguments) throws IOException {
            try (Running running = Standalone.start(Settings.in(Path.of(arguments[0])))) {
                System.out.println("at " + running.url());
                System.in.read();
            }
        }
    }

    @Test
    void anAcknowledgedMessageSurvivesAProcessThatIsKilledAndItsServerThatLivesOn() throws Exception {
        Path data = RunningFixture.folder(parent);
        Process child = child(data);
        String conversation;
        try (RunningFixture api = new RunningFixture(url(child), data)) {
            conversation = api.newConversation();
            assertThat(api.post(conversation + "/messages", RunningFixture.message("acknowledged"))
                            .statusCode())
                    .isEqualTo(201);
            assertThatThrownBy(() -> Standalone.start(Settings.in(data)))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("is in use by process " + child.pid());
        } finally {
            child.destroyForcibly().waitFor();
        }
        long orphan = Long.parseLong(
                Files.readAllLines(data.resolve("pgsql/postmaster.pid")).getFirst());
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (Running running = Standalone.start(Settings.in(data));
                RunningFixture api = new RunningFixture(running.url(), data)) {
            assertThat(api.get(conversation + "/transcript").body()).contains("acknowledged");
        }
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aProcessThatEndsInOrderLeavesNoServerBehind() throws Exception {
        Path data = RunningFixture.folder(parent);
        Process child = child(data);
        url(child);

        child.getOutputStream().close();

        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
        assertThat(data.resolve("pgsql/postmaster.pid")).doesNotExist();
    }

    private static Process child(Path data) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static URI url(Process child) throws IOException {
        BufferedReader reader = child.inputReader();
        String line = reader.readLine();
        while (line != null && !line.startsWith("at ")) {
            line = reader.readLine();
        }
        assertThat(line).isNotNull();
        return URI.create(line.substring(3));
    }
}
