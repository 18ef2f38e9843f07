package org.lethe.keyring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The two encodings that every layout here is made of.
final class Bytes {
    static final int UUID_BYTES = 16;

    private static final int MAX_U16 = 0xffff;

    private Bytes() {}

    static ByteBuffer put(ByteBuffer buffer, UUID id) {
        return buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    /// `LP(x)`: the length as u16 big-endian, then UTF-8.
    static byte[] lengthPrefixed(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_U16) {
            throw new IllegalArgumentException("at most " + MAX_U16 + " bytes of UTF-8 fit, not " + utf8.length);
        }
        return ByteBuffer.allocate(2 + utf8.length)
                .putShort((short) utf8.length)
                .put(utf8)
                .array();
    }
}
