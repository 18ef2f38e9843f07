package org.lethe.access.packages;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lethe.service.confidential.ScratchFile;

/// Files of one kind that wait for their turn in the ZIP, behind each other in one scratch file:
///
///     file = name (as DataOutput.writeUTF) ‖ { length[4] ‖ bytes }… ‖ 0[4]
final class EntrySpill {
    private static final int CHUNK_BYTES = 1 << 13;

    private final ScratchFile scratch;
    private final DataOutputStream records;
    private @Nullable OutputStream open;

    /// @param scratch that its caller closes
    EntrySpill(ScratchFile scratch) {
        this.scratch = scratch;
        this.records = new DataOutputStream(scratch.output());
    }

    /// What is told of each file that was copied.
    @FunctionalInterface
    interface Copied {
        void file(String name, long bytes, String sha256) throws IOException;
    }

    /// Begins a file; it ends when it is closed or the next begins.
    OutputStream begin(String name) throws IOException {
        endFile();
        records.writeUTF(name);
        OutputStream content = new BufferedOutputStream(new Chunks(), CHUNK_BYTES);
        open = content;
        return content;
    }

    /// Copies all files, in the order in which they were begun. Nothing can be added from then on.
    void copyTo(PackageZip zip, Copied copied) throws IOException {
        endFile();
        records.close();
        try (DataInputStream in = new DataInputStream(scratch.input())) {
            for (String name = nextName(in); name != null; name = nextName(in)) {
                WrittenPackage file = zip.add(name, new Content(in));
                copied.file(name, file.bytes(), file.sha256());
            }
        }
    }

    private void endFile() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private static @Nullable String nextName(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        byte[] name = in.readNBytes(first << 8 | in.readUnsignedByte());
        return new String(name, StandardCharsets.US_ASCII);
    }

    private final class Chunks extends OutputStream {
        private boolean closed;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed) {
                throw new IOException("the file has ended");
            }
            if (length > 0) {
                records.writeInt(length);
                records.write(bytes, offset, length);
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                records.writeInt(0);
            }
        }
    }

    private static final class Content extends InputStream {
        private final DataInputStream in;
        private int left;
        private boolean ended;

        Content(DataInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (left == 0 && !ended) {
                left = in.readInt();
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int part = Math.min(left, length);
            in.readFully(bytes, offset, part);
            left -= part;
            return part;
        }
    }
}
