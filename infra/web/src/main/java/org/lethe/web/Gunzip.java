package org.lethe.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Inflates gzip (RFC 1952), whole or as it arrives, 16 KB at a time and only as fast as it is read: a small body that
/// inflates to gigabytes fills no memory and ends at the limit. Members follow one another, and there is one at
/// least. Anything else behind a member is refused, as is what is cut short, does not add up (a header with a CRC of
/// its own too) or uses what the format reserves.
final class Gunzip {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int FLAG_CRC = 2; // of the header; RFC 1952, 2.3.1
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xE0; // "must give an error indication if any is non-zero", 2.3.1.2
    private static final int MAX_HEADER_BYTES = 64 * 1024 + 1024;

    private enum Part {
        HEADER,
        DATA,
        TRAILER
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final long maxBytes;
    private long total;
    private long memberBytes;
    private Part part = Part.HEADER;
    private byte[] pending = Rendered.NOTHING; // an incomplete header or trailer
    private boolean startedMember;
    private boolean endedMember;

    private Gunzip(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    static byte[] inflate(byte[] compressed, long maxBytes) {
        Gunzip gunzip = new Gunzip(maxBytes);
        try {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            gunzip.chunks(compressed).forEach(chunk -> plain.writeBytes(Bodies.bytes(chunk)));
            gunzip.requireEnd();
            return plain.toByteArray();
        } finally {
            gunzip.inflater.end();
        }
    }

    /// Buffers are released before anything can fail: operators drop what failed them, and a buffer that went further
    /// would be released twice.
    static Flux<DataBuffer> inflate(Flux<DataBuffer> compressed, long maxBytes) {
        return Flux.using(
                () -> new Gunzip(maxBytes),
                gunzip -> compressed
                        .map(Bodies::bytes)
                        .concatMapIterable(gunzip::chunks, 1)
                        .concatWith(Mono.fromRunnable(gunzip::requireEnd)),
                gunzip -> gunzip.inflater.end());
    }

    private void requireEnd() {
        if (startedMember || !endedMember) {
            throw broken();
        }
    }

    private Iterable<DataBuffer> chunks(byte[] arrived) {
        byte[] input = Arrays.copyOf(pending, pending.length + arrived.length);
        System.arraycopy(arrived, 0, input, pending.length, arrived.length);
        pending = Rendered.NOTHING;
        Iterator<DataBuffer> chunks = new Chunks(input);
        return chunks.hasNext() ? () -> chunks : Collections.emptyList();
    }

    private static InvalidBodyException broken() {
        return new InvalidBodyException("", "well-formed gzip");
    }

    /// What one piece of input inflates to, made when asked for.
    private final class Chunks implements Iterator<DataBuffer> {
        private final byte[] input;
        private int at;
        private @Nullable DataBuffer next;

        Chunks(byte[] input) {
            this.input = input;
        }

        @Override
        public boolean hasNext() {
            while (next == null && at < input.length) {
                switch (part) {
                    case HEADER -> header();
                    case DATA -> data();
                    case TRAILER -> trailer();
                }
            }
            return next != null;
        }

        @Override
        public DataBuffer next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            DataBuffer ready = next;
            next = null;
            return ready;
        }

        private void header() {
            startedMember = true;
            ByteArrayInputStream in = new ByteArrayInputStream(input, at, input.length - at);
            if (!skipHeader(in)) {
                keepRest();
                return;
            }
            int end = input.length - in.available();
            requireHeaderAddsUp(end);
            at = end;
            inflater.reset();
            inflater.setInput(input, at, input.length - at);
            part = Part.DATA;
            crc.reset();
            memberBytes = 0;
        }

        /// CRC16 is "the two least significant bytes of the CRC32" of what stands before it, 2.3.1.
        private void requireHeaderAddsUp(int end) {
            if ((input[at + 3] & FLAG_CRC) == 0) {
                return;
            }
            crc.reset();
            crc.update(input, at, end - 2 - at);
            if ((crc.getValue() & 0xFFFF) != ((input[end - 2] & 0xFF) | (input[end - 1] & 0xFF) << 8)) {
                throw broken();
            }
        }

        private void data() {
            if (inflater.needsInput()) {
                inflater.setInput(input, at, input.length - at);
            }
            byte[] out = new byte[CHUNK_BYTES];
            int length;
            try {
                length = inflater.inflate(out);
            } catch (DataFormatException e) {
                throw broken();
            }
            at = input.length - inflater.getRemaining();
            if (length > 0) {
                total += length;
                memberBytes += length;
                if (total > maxBytes) {
                    throw new BodyTooLargeException(maxBytes);
                }
                crc.update(out, 0, length);
                DataBuffer chunk = DefaultDataBufferFactory.sharedInstance.wrap(out);
                next = chunk.writePosition(length);
            }
            if (inflater.finished()) {
                part = Part.TRAILER;
            } else if (inflater.needsDictionary()) {
                throw broken();
            }
        }

        private void trailer() {
            if (input.length - at < 8) {
                keepRest();
                return;
            }
            if (littleEndian(at) != crc.getValue() || littleEndian(at + 4) != (memberBytes & 0xFFFFFFFFL)) {
                throw broken();
            }
            at += 8;
            part = Part.HEADER;
            startedMember = false;
            endedMember = true;
        }

        private long littleEndian(int from) {
            return (input[from] & 0xFFL)
                    | (input[from + 1] & 0xFFL) << 8
                    | (input[from + 2] & 0xFFL) << 16
                    | (input[from + 3] & 0xFFL) << 24;
        }

        private void keepRest() {
            pending = Arrays.copyOfRange(input, at, input.length);
            at = input.length;
            if (pending.length > MAX_HEADER_BYTES) {
                throw broken();
            }
        }
    }

    /// @return false if the header goes on in the next piece
    private static boolean skipHeader(ByteArrayInputStream in) {
        if (in.available() < 10) {
            return false;
        }
        if (in.read() != 0x1F || in.read() != 0x8B || in.read() != 8) {
            throw broken();
        }
        int flags = in.read();
        if ((flags & FLAGS_RESERVED) != 0) {
            throw broken();
        }
        in.skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            if (in.available() < 2) {
                return false;
            }
            int length = in.read() | in.read() << 8;
            if (in.skip(length) < length) {
                return false;
            }
        }
        return ((flags & FLAG_NAME) == 0 || skipText(in))
                && ((flags & FLAG_COMMENT) == 0 || skipText(in))
                && ((flags & FLAG_CRC) == 0 || in.skip(2) == 2);
    }

    private static boolean skipText(ByteArrayInputStream in) {
        int read;
        do {
            read = in.read();
        } while (read > 0);
        return read == 0;
    }
}
