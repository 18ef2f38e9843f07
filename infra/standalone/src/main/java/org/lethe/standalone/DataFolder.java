package org.lethe.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/// The folder that holds everything, locked for this process.
final class DataFolder implements AutoCloseable {
    static final String CONF = "lethe.conf";

    private static final String LOCK = "lethe.lock";
    private static final String VERSION = "lethe.version";
    private static final int SHAPE = 1; // raise it where an older Lethe could not run on the folder any more
    private static final Set<String> MAY_BE_THERE_BEFORE = Set.of(CONF, LOCK, "keys", "log", "lethe.demo");
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Makes the folder or takes the one that is there.
    ///
    /// @throws CannotStartException if another process holds it, a newer Lethe made it, or it is something else
    static DataFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        refuseOther(path);
        Path file = path.resolve(LOCK);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            String holder = Files.readString(file).lines().findFirst().orElse("");
            channel.close();
            throw new CannotStartException(
                    path + " is in use" + (holder.isEmpty() ? "" : " by process " + holder),
                    "Stop that one first, or choose another folder with --data or LETHE_DATA.");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        DataFolder folder = new DataFolder(path, channel, lock);
        if (Files.notExists(path.resolve(VERSION))) {
            Files.writeString(path.resolve(VERSION), SHAPE + "\n");
        }
        Files.createDirectories(folder.logs());
        if (Files.notExists(folder.keys())) {
            Files.createDirectory(
                    folder.keys(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process holds it
        }
    }

    private static void refuseOther(Path path) throws IOException {
        Path version = path.resolve(VERSION);
        if (Files.exists(version)) {
            String shape = Files.readString(version).strip();
            if (!shape.matches("[0-9]{1,6}") || Integer.parseInt(shape) > SHAPE) {
                throw new CannotStartException(
                        path + " was made by a newer Lethe (folder version " + shape + ", this one knows " + SHAPE
                                + ")",
                        "Run that version, or choose another folder with --data or LETHE_DATA.");
            }
            return;
        }
        try (Stream<Path> content = Files.list(path)) {
            if (content.map(one -> one.getFileName().toString())
                    .anyMatch(name -> !MAY_BE_THERE_BEFORE.contains(name) && !name.startsWith("postgres-"))) {
                throw new CannotStartException(
                        path + " holds something else already",
                        "Choose an empty or a new folder with --data or LETHE_DATA.");
            }
        }
    }

    private void write(String line) throws IOException {
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
    }

    /// Writes down where the API of this folder is, beside the number of its process, for other commands.
    void announce(URI url) throws IOException {
        write(url + "\n");
    }

    /// Where the API of a folder was last; empty where it never ran.
    static Optional<URI> announced(Path path) throws IOException {
        Path file = path.resolve(LOCK);
        return Files.exists(file)
                ? Files.readString(file).lines().skip(1).findFirst().map(URI::create)
                : Optional.empty();
    }

    Path path() {
        return path;
    }

    Path keys() {
        return path.resolve("keys");
    }

    Path logs() {
        return path.resolve("log");
    }

    /// For what is written while somebody waits for it; emptied at each start.
    Path temporary() throws IOException {
        Path temporary = path.resolve("tmp");
        FileSystemUtils.deleteRecursively(temporary);
        return Files.createDirectories(temporary);
    }

    Path operatorToken() {
        return path.resolve("operator.token");
    }

    /// A file with a random secret of 256 bits in base64url, made when it is missing.
    static Path secret(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] random = new byte[SECRET_BYTES];
            RANDOM.nextBytes(random);
            writePrivately(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        }
        return file;
    }

    /// Writes a file that only its owner can read (mode 600), whole or not at all, and durably.
    static void writePrivately(Path file, String text) throws IOException {
        Path next = Files.createTempFile(
                file.getParent(),
                file.getFileName().toString(),
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        try (FileChannel entries = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /// Lets go of the folder.
    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
