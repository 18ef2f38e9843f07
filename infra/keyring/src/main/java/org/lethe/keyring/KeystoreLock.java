package org.lethe.keyring;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.concurrent.locks.ReentrantLock;

/// One at a time over all processes that share a file.
final class KeystoreLock {
    // The operating system's lock is per process and refuses a second one from within: this one is for the
    // threads.
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private final Path file;

    interface Work<T> {
        T run() throws IOException, GeneralSecurityException;
    }

    KeystoreLock(Path file) {
        this.file = file;
    }

    <T> T locked(Work<T> work) throws IOException, GeneralSecurityException {
        IN_THIS_PROCESS.lock();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock on the root keystore was lost");
            }
            return work.run();
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }
}
