package org.lethe.access.settings;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// A small picture that a page carries in itself: nothing is ever fetched from elsewhere, and nothing that could hold a
/// script is taken.
final class Logo {
    static final int MAX_BYTES = 16_384;
    static final int MAX_CHARACTERS = 22_000; // of its base64, with what stands before
    static final String ACCEPTED =
            "a PNG, JPEG or WebP of at most " + MAX_BYTES + " bytes, in base64 or as data:image/png;base64,…";

    private static final String DATA = "data:image/";
    private static final String BASE64 = ";base64,";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}; // RFC 2083, 3.1
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}; // ITU-T T.81, B.1.1.3
    private static final int WEBP_AT = 8; // RFC 9649, 2.4: RIFF, length, WEBP

    private Logo() {}

    /// @param given in base64, or as a data URL of whatever type
    /// @return as a data URL of the type that its first bytes say; empty where it is not [#ACCEPTED]
    static Optional<String> dataUrl(String given) {
        int comma = given.indexOf(BASE64);
        boolean isUrl = given.startsWith(DATA) && comma > 0;
        String base64 = isUrl ? given.substring(comma + BASE64.length()) : given;
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return bytes.length > MAX_BYTES
                ? Optional.empty()
                : type(bytes)
                        .map(type -> DATA + type + BASE64 + Base64.getEncoder().encodeToString(bytes));
    }

    private static Optional<String> type(byte[] bytes) {
        if (startsWith(bytes, 0, PNG)) {
            return Optional.of("png");
        }
        if (startsWith(bytes, 0, JPEG)) {
            return Optional.of("jpeg");
        }
        return startsWith(bytes, 0, ascii("RIFF")) && startsWith(bytes, WEBP_AT, ascii("WEBP"))
                ? Optional.of("webp")
                : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] begin) {
        int end = at + begin.length;
        return bytes.length > end && Arrays.equals(bytes, at, end, begin, 0, begin.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
