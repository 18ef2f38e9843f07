package org.lethe.cli.imports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Lines as bytes. Decoding them here would put a replacement character where the text is no UTF-8, and the server
/// would record what nobody wrote.
final class LineReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;

    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    /// @return without its `\n`; null after the last
    byte @Nullable [] next() throws IOException {
        int one = in.read();
        if (one < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (one >= 0 && one != '\n') {
            line.write(one);
            one = in.read();
        }
        return line.toByteArray();
    }

    static boolean isBlank(byte[] line) {
        for (byte one : line) {
            if (one < 0 || one > ' ') {
                return false;
            }
        }
        return true;
    }

    static boolean isUtf8(byte[] line) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
