package org.lethe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher builds once and changes nothing under who runs. Maven and the JDK are scripts here: the one makes a
/// library when it is let, the other says which libraries it was started with and stays until its input ends.
class LauncherIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> TOOLS = List.of(
            "bash", "cat", "dirname", "env", "find", "grep", "head", "ls", "mkdir", "mktemp", "mv", "ps", "rm", "sed",
            "sleep", "touch");
    private static final String MAVEN = """
            echo build >> builds.txt
            until [ -e let-it-build ]; do sleep 0.05; done
            for argument in "$@"; do
              case "$argument" in
                -Dlethe.dist=*)
                  mkdir -p "infra/cli/target/${argument#*=}/lib"
                  touch "infra/cli/target/${argument#*=}/lib/build-$(grep -c . builds.txt).jar" ;;
              esac
            done
            """;
    private static final String JAVA = """
            #!/usr/bin/env bash
            while [ $# -gt 0 ] && [ "$1" != -cp ]; do
              case "$1" in -XX:AOTCacheOutput=*) touch "${1#*=}" ;; esac
              shift
            done
            if [ "$4" = serve ]; then
              echo "began with $(ls "${2%/*}")"
              read -r _
              echo "ended with $(ls "${2%/*}")"
            fi
            """;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path top;

    private Path tools;

    @BeforeEach
    void layOut() throws IOException {
        Files.copy(Path.of("../../lethe"), top.resolve("lethe"));
        Files.writeString(top.resolve("mvnw"), MAVEN);
        Files.writeString(top.resolve("pom.xml"), "<project/>");
        Files.setLastModifiedTime(top.resolve("pom.xml"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Path jdk = Files.createDirectories(top.resolve("jdk/bin")).getParent();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        for (String program : List.of("java", "javac")) {
            Files.writeString(jdk.resolve("bin").resolve(program), JAVA);
            Files.setPosixFilePermissions(
                    jdk.resolve("bin").resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        tools = Files.createDirectory(top.resolve("tools"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), onPath(tool));
        }
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flock", "none"})
    void twoFirstRunsAtOnceBuildOnce(String lock) throws IOException {
        // given: one that builds
        if (lock.equals("flock")) {
            Files.createSymbolicLink(tools.resolve(lock), onPath(lock));
        }
        Process first = lethe("first", "serve");
        awaitText("builds.txt", "build");
        Process second = lethe("second", "serve");
        awaitText("second.err", "Another build");

        // when
        Files.createFile(top.resolve("let-it-build"));

        // then
        awaitText("first.out", "began with build-1.jar");
        awaitText("second.out", "began with build-1.jar");
        assertThat(top.resolve("builds.txt")).hasContent("build");
        assertThat(end(first)).isZero();
        assertThat(end(second)).isZero();
    }

    @Test
    void aBuildChangesNothingUnderAServerThatRuns() throws IOException {
        // given
        Files.createFile(top.resolve("let-it-build"));
        Process server = lethe("server", "serve");
        awaitText("server.out", "began with build-1.jar");

        // when something changed
        makeStale("dist-1");
        assertThat(end(lethe("after", "serve"))).isZero();
        makeStale("dist-2");
        assertThat(end(lethe("later", "build"))).isZero();

        // then: the server has what it began with, and what nobody uses is gone
        assertThat(folders()).containsExactly("dist-1", "dist-3");
        assertThat(end(server)).isZero();
        assertThat(top.resolve("server.out")).hasContent("began with build-1.jar\nended with build-1.jar");
        assertThat(top.resolve("after.out")).hasContent("began with build-2.jar\nended with build-2.jar");
        assertThat(end(lethe("last", "build"))).isZero();
        assertThat(folders()).doesNotContain("dist-1", "dist-3").hasSize(1);
    }

    @Test
    void aBuildThatFailsLeavesTheOneBefore() throws IOException {
        // given
        Files.createFile(top.resolve("let-it-build"));
        assertThat(end(lethe("first", "serve"))).isZero();

        // when
        Files.writeString(top.resolve("mvnw"), "echo '[ERROR] no'; exit 1");
        makeStale("dist-1");

        // then
        assertThat(end(lethe("failing", "serve"))).isOne();
        assertThat(top.resolve("failing.err")).content().contains("[ERROR] no");
        assertThat(top.resolve("failing.out")).isEmptyFile();
        assertThat(folders()).containsExactly("dist-1");
        assertThat(top.resolve("infra/cli/target/current")).hasContent("dist-1");
    }

    @Test
    void theHeapGetsHalfOfTheMemoryUnlessSomebodySaysOtherwise() throws IOException {
        // given
        Files.createFile(top.resolve("let-it-build"));
        assertThat(end(lethe("first", "serve"))).isZero();
        Files.writeString(top.resolve("jdk/bin/java"), "#!/usr/bin/env bash\nprintf '%s ' \"$@\"\n");

        // when
        assertThat(end(lethe("plain", "serve"))).isZero();
        assertThat(end(lethe("ours", Map.of("LETHE_JAVA_OPTIONS", "-Xmx2g"), "serve")))
                .isZero();
        assertThat(end(lethe("tools", Map.of("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=70"), "serve")))
                .isZero();

        // then
        assertThat(top.resolve("plain.out")).content().contains("-XX:MaxRAMPercentage=50 ");
        assertThat(top.resolve("ours.out")).content().containsSubsequence("-XX:MaxRAMPercentage=50", "-Xmx2g", "-cp");
        assertThat(top.resolve("tools.out")).content().doesNotContain("RAMPercentage");
    }

    @Test
    void testsAreNotBegunWithoutWhatTheyNeed() throws IOException {
        // given
        program("id", "echo 1000");
        program("softhsm2-util", "");
        program("npm", "");

        // when
        int exit = end(lethe("tests", "test"));

        // then
        assertThat(exit).isOne();
        assertThat(top.resolve("tests.err"))
                .content()
                .contains("apt-get install python3 openssl 7zip libarchive-tools chromium nodejs npm,")
                .hasLineCount(1);
        assertThat(top.resolve("builds.txt")).doesNotExist();
        assertThat(end(lethe("help", "test", "--help"))).isZero();
        assertThat(top.resolve("help.out")).content().contains("--quick", "-Dlethe.rounds=full", "Maven");
    }

    @Test
    void rootHasInstalledWhatTestsNeedAndMavenGetsItsArguments() throws IOException {
        // given
        Files.writeString(top.resolve("mvnw"), "echo \"$@\" >> maven.txt");
        program("id", "echo 0");
        program("apt-get", """
                case "$*" in
                  *softhsm2) name=softhsm2-util ;;
                  *nodejs) name=node ;;
                  *7zip) name=7zz ;;
                  *libarchive-tools) name=bsdtar ;;
                  *) name="${!#}" ;;
                esac
                [ "$DEBIAN_FRONTEND" = noninteractive ] || exit 1 # it would ask, and wait
                [ "$1" = install ] && touch "${0%/*}/$name" && chmod +x "${0%/*}/$name"
                """);
        Files.createSymbolicLink(tools.resolve("chmod"), onPath("chmod"));

        // when
        assertThat(end(lethe("all", "test", "-Dlethe.rounds=full"))).isZero();
        assertThat(end(lethe("quick", "test", "--quick"))).isZero();
        assertThat(end(lethe("one", "test", "-T", "1", "-pl", "infra/keyring"))).isZero();

        // then
        assertThat(tools.resolve("softhsm2-util")).exists();
        assertThat(top.resolve("maven.txt")).hasContent("""
                --batch-mode --no-transfer-progress -T 2 verify -Dlethe.rounds=full
                --batch-mode --no-transfer-progress -T 2 verify -DskipITs -Djacoco.skip
                --batch-mode --no-transfer-progress verify -T 1 -pl infra/keyring
                """);
    }

    @Test
    void continuousIntegrationRunsTheReadmesTests() {
        assertThat(Path.of("../../.ci/run"))
                .isExecutable()
                .content()
                .contains("lethe\" test")
                .doesNotContain("apt-get");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!" + onPath("bash") + "\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process lethe(String name, String... arguments) throws IOException {
        return lethe(name, Map.of(), arguments);
    }

    private Process lethe(String name, Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("bash", top.resolve("lethe").toString()), Stream.of(arguments))
                                .toList())
                .redirectOutput(top.resolve(name + ".out").toFile())
                .redirectError(top.resolve(name + ".err").toFile());
        builder.environment().put("JAVA_HOME", top.resolve("jdk").toString());
        builder.environment().put("PATH", tools.toString());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static int end(Process process) throws IOException {
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    private void makeStale(String folder) throws IOException {
        Files.setLastModifiedTime(
                top.resolve("infra/cli/target").resolve(folder).resolve("built"), FileTime.from(Instant.EPOCH));
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> all = Files.list(top.resolve("infra/cli/target"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("dist-"))
                    .sorted()
                    .toList();
        }
    }

    private void awaitText(String file, String text) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> Files.exists(top.resolve(file))
                        && Files.readString(top.resolve(file)).contains(text));
    }

    private static Path onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder).resolve(tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new UncheckedIOException(new IOException("this test needs " + tool)));
    }
}
