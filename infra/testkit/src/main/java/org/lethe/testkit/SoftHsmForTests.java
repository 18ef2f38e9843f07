package org.lethe.testkit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// SoftHSM2, a PKCS#11 device in software: as it is installed, else as Debian's packages hold it, fetched
/// without the rights of root. One for all tests of a JVM, a fresh token for each that asks. Not to be had is
/// a failure.
public final class SoftHsmForTests {
    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
            "/usr/lib64/softhsm/libsofthsm2.so",
            "/usr/local/lib/softhsm/libsofthsm2.so",
            "/opt/homebrew/lib/softhsm/libsofthsm2.so");
    private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");
    private static final String PIN = "1234";
    private static final int TOKENS = 32;
    private static final long PATIENCE_SECONDS = 120; // a package may have to be fetched

    /// @param slot the id of the slot with the new token
    /// @param pin the user's
    public record Token(Path library, int slot, String pin) {}

    private record Installed(Path library, Queue<Integer> slots) {}

    private static final class Found {
        private static final Installed SOFTHSM = find();
    }

    private SoftHsmForTests() {}

    /// A token that no other test of this JVM has.
    public static Token newToken() {
        int slot = Found.SOFTHSM.slots().remove();
        return new Token(Found.SOFTHSM.library(), slot, PIN);
    }

    // The module looks for tokens once, when it is loaded: all that are ever needed are made before.
    private static Queue<Integer> slots(Path library, Path util, Path configuration, Path folder) {
        Queue<Integer> slots = new ConcurrentLinkedQueue<>();
        Map<String, String> environment = Map.of("SOFTHSM2_CONF", configuration.toString());
        for (int i = 0; i < TOKENS; i++) {
            String said = run(
                    environment,
                    folder,
                    util.toString(),
                    "--module",
                    library.toString(),
                    "--init-token",
                    "--free",
                    "--label",
                    "test-" + i,
                    "--so-pin",
                    "12345678",
                    "--pin",
                    PIN);
            Matcher slot = SLOT.matcher(said);
            if (!slot.find()) {
                throw new IllegalStateException("SoftHSM2 made no token: " + said);
            }
            slots.add(Integer.valueOf(slot.group(1)));
        }
        return slots;
    }

    private static Installed find() {
        Path util = Path.of("/usr/bin/softhsm2-util");
        Path library = LIBRARIES.stream()
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        try {
            Path folder = TempFolders.untilTheEnd("softhsm");
            if (library == null || !Files.exists(util)) {
                Path packages = fetch(folder.resolve("packages"));
                library = only(packages, "libsofthsm2.so");
                util = only(packages, "softhsm2-util");
            }
            Path tokens = Files.createDirectory(folder.resolve("tokens"));
            Path configuration = folder.resolve("softhsm2.conf");
            Files.writeString(
                    configuration,
                    "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
            setEnvironment("SOFTHSM2_CONF", configuration.toString());
            return new Installed(library, slots(library, util, configuration, folder));
        } catch (IOException e) {
            throw new IllegalStateException("SoftHSM2 is not to be had; install the package softhsm2", e);
        }
    }

    private static Path fetch(Path packages) throws IOException {
        Files.createDirectories(packages);
        run(Map.of(), packages, "apt-get", "download", "libsofthsm2", "softhsm2");
        try (Stream<Path> files = Files.list(packages)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".deb")).toList()) {
                run(Map.of(), packages, "dpkg-deb", "-x", file.toString(), packages.toString());
            }
        }
        return packages;
    }

    private static Path only(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.endsWith(name) && Files.isRegularFile(path))
                    .findFirst()
                    .orElseThrow(() -> new IOException("Debian's packages hold no " + name));
        }
    }

    private static String run(Map<String, String> environment, Path folder, String... command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new IllegalStateException(
                        "SoftHSM2 is not to be had; install the package softhsm2. " + command[0] + " said: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new IllegalStateException("SoftHSM2 is not to be had; install the package softhsm2", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    // The library reads the environment of this very process when it is loaded, and Java can't set that.
    private static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("setenv"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT))
                    .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new IllegalStateException("setenv refused " + name);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv could not be called", e);
        }
    }
}
