package org.lethe.access.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.Author;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signed vCons are verified by another implementation: jose for Node.js, which npm puts, pinned by the lock in
/// `src/test/jose`, into a temporary folder.
class VconIT {
    private static final Path COMMITTED = Path.of("src", "test", "jose");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc", "verify.mjs");
    private static final long PATIENCE_MINUTES = 5; // npm may have to fetch it

    @TempDir
    private static Path installed;

    @TempDir
    private Path scratch;

    private record Ended(int exit, String printed) {}

    @BeforeAll
    static void install() throws Exception {
        for (String file : FILES) {
            Files.copy(COMMITTED.resolve(file), installed.resolve(file));
        }
        Ended npm = run("npm", "ci", "--prefer-offline");
        assertThat(npm.exit())
                .as("npm could not install jose: " + npm.printed())
                .isZero();
    }

    @Test
    void oneAsItWasSignedIsVerified() throws Exception {
        String jws = signed();

        Ended verified = verify(jws);

        assertThat(verified.exit()).as(verified.printed()).isZero();
        assertThat(JsonMapper.shared().readTree(verified.printed())).isEqualTo(PackageFixture.payload(jws));
    }

    @Test
    void oneThatWasChangedIsRefused() throws Exception {
        String jws = signed();
        JsonNode parsed = JsonMapper.shared().readTree(jws);
        String payload = parsed.get("payload").asString();
        char middle = payload.charAt(payload.length() / 2);
        String changed = payload.substring(0, payload.length() / 2)
                + (middle == 'A' ? 'B' : 'A')
                + payload.substring(payload.length() / 2 + 1);

        Ended refused = verify(jws.replace(payload, changed));

        assertThat(refused.exit()).isNotZero();
        assertThat(refused.printed()).contains("signature verification failed");
    }

    private String signed() throws IOException {
        Map<String, String> files = new PackageFixture()
                .conversation()
                .said(Author.CONSUMER, "Kim", "Where is my order? שלום 👋")
                .files(scratch);
        return files.entrySet().stream()
                .filter(file -> file.getKey().startsWith("vcon/"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static Ended verify(String jws) throws Exception {
        Path file = Files.writeString(Files.createTempFile(installed, "signed", ".json"), jws);
        return run("node", "verify.mjs", file.toString());
    }

    private static Ended run(String... command) throws Exception {
        Path printed = Files.createTempFile(installed, "printed", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(installed.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    command[0] + " does not start. Install Node.js 18 or newer with npm (apt-get install nodejs npm)",
                    e);
        }
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " did not end");
        }
        return new Ended(process.exitValue(), Files.readString(printed, UTF_8));
    }
}
