package org.lethe.service.confidential;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// A file for what is too much for memory and may not be on a disk: encrypted under a random key that never leaves
/// this object. Written once, then read as often as wanted. Where the system allows it (Linux, macOS) the file has no
/// name from the start, so nothing stays of it, not even after `kill -9`.
///
///     record  = AES-256-GCM(16,384 bytes of content, the last one fewer) ‖ tag[16]
///     nonce   = 1 for the last record, else 0, [1] ‖ 0[3] ‖ number of the record, big-endian [8]
///
/// A changed, moved or missing record is an `IOException`.
public final class ScratchFile implements Closeable {
    private static final String ALGORITHM = "AES";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 12; // NIST SP 800-38D, 8.2.1: a counter under a key of its own
    private static final int TAG_BYTES = 16;
    static final int RECORD_BYTES = 1 << 14;

    private final FileChannel file;
    private final SecretKey key;
    private boolean written;

    ScratchFile(FileChannel file) {
        this.file = file;
        try {
            KeyGenerator keys = KeyGenerator.getInstance(ALGORITHM);
            keys.init(KEY_BITS);
            this.key = keys.generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }

    /// @param folder for temporary files; read by nobody else
    public static ScratchFile in(Path folder) throws IOException {
        Path path = Files.createTempFile(folder, "lethe-", ".scratch");
        return new ScratchFile(FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    /// All that is ever written; what was written counts once this is closed.
    ///
    /// @throws IllegalStateException if there was one before
    public OutputStream output() {
        if (written) {
            throw new IllegalStateException("a scratch file is written once");
        }
        written = true;
        return new Sealing();
    }

    /// All of it, from the start.
    public InputStream input() throws IOException {
        return new Opening();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private Cipher cipher(int mode, long record, boolean isLast) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putInt(isLast ? 1 << 24 : 0)
                .putLong(record)
                .array();
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        return cipher;
    }

    private final class Sealing extends OutputStream {
        private final byte[] content = new byte[RECORD_BYTES];
        private int filled;
        private long record;
        private boolean closed;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            int from = offset;
            int left = length;
            while (left > 0) {
                if (filled == RECORD_BYTES) {
                    seal(false);
                }
                int part = Math.min(left, RECORD_BYTES - filled);
                System.arraycopy(bytes, from, content, filled, part);
                filled += part;
                from += part;
                left -= part;
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                seal(true);
            }
        }

        private void seal(boolean isLast) throws IOException {
            try {
                ByteBuffer sealed = ByteBuffer.wrap(
                        cipher(Cipher.ENCRYPT_MODE, record++, isLast).doFinal(content, 0, filled));
                while (sealed.hasRemaining()) {
                    file.write(sealed);
                }
                filled = 0;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a record can't be sealed", e);
            }
        }
    }

    private final class Opening extends InputStream {
        private final long size = file.size();
        private byte[] content = new byte[0];
        private int taken;
        private long position;
        private long record;

        Opening() throws IOException {}

        @Override
        public int read() throws IOException {
            return isThereMore() ? content[taken++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            if (!isThereMore()) {
                return -1;
            }
            int part = Math.min(length, content.length - taken);
            System.arraycopy(content, taken, bytes, offset, part);
            taken += part;
            return part;
        }

        private boolean isThereMore() throws IOException {
            while (taken == content.length) {
                if (position == size && record > 0) {
                    return false;
                }
                open();
            }
            return true;
        }

        private void open() throws IOException {
            ByteBuffer sealed = ByteBuffer.allocate((int) Math.min(size - position, RECORD_BYTES + TAG_BYTES));
            while (sealed.hasRemaining()) {
                int read = file.read(sealed, position + sealed.position());
                if (read < 0) {
                    throw new IOException("a scratch file has become shorter");
                }
            }
            position += sealed.capacity();
            try {
                content = cipher(Cipher.DECRYPT_MODE, record++, position == size)
                        .doFinal(sealed.array(), 0, sealed.capacity());
                taken = 0;
            } catch (GeneralSecurityException e) {
                throw new IOException("a scratch file was changed, or is not finished", e);
            }
        }
    }
}
