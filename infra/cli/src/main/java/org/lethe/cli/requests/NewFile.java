package org.lethe.cli.requests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.lethe.cli.terminal.RefusedException;

/// A file that was not there before, for what only its owner may read. It is made before anything is fetched that can
/// be
/// had once, and is gone again unless it is kept.
final class NewFile implements AutoCloseable {
    private final Path path;
    private final MessageDigest sha256;
    private long bytes;
    private boolean kept;

    private NewFile(Path path, MessageDigest sha256) {
        this.path = path;
        this.sha256 = sha256;
    }

    /// @throws RefusedException if there is a file already, or none can be made
    static NewFile create(Path path) {
        try {
            Files.createFile(path, ownersOnly());
            return new NewFile(path, MessageDigest.getInstance("SHA-256"));
        } catch (FileAlreadyExistsException e) {
            throw new RefusedException(path + " is there already, and is not replaced", e);
        } catch (IOException e) {
            throw new RefusedException(path + " can't be written", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    void writeAll(InputStream content) {
        try (OutputStream file = new DigestOutputStream(Files.newOutputStream(path), sha256)) {
            bytes = content.transferTo(file);
        } catch (IOException e) {
            throw new RefusedException("the answer broke off, or " + path + " can't be written", e);
        }
    }

    long bytes() {
        return bytes;
    }

    /// @param told in hex; nothing is compared if it is empty
    void requireSha256(String told) {
        String found = HexFormat.of().formatHex(sha256.digest());
        if (!told.isEmpty() && !told.equalsIgnoreCase(found)) {
            throw new RefusedException("what came is not what was packed: its SHA-256 is " + found + ", not " + told);
        }
    }

    void keep() {
        kept = true;
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() {
        if (!kept) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new RefusedException(path + " is incomplete, and can't be removed", e);
            }
        }
    }
}
