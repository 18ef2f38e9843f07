package org.lethe.web;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Whether bytes are well-formed UTF-8 without NUL. The JSON parser takes overlong forms and encoded surrogates for
/// text, and guesses UTF-16 from NULs; so bytes are looked at first, eight at a time while they are ASCII.
final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;

    private Utf8() {}

    static boolean isText(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (at + 8 <= bytes.length && isAsciiWithoutNul((long) EIGHT.get(bytes, at))) {
                at += 8;
                continue;
            }
            int next = afterCharacter(bytes, at);
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return true;
    }

    private static boolean isAsciiWithoutNul(long eight) {
        // With no high bit set, subtracting one borrows into a high bit exactly where a byte is zero.
        return ((eight | (eight - LOW_BITS)) & HIGH_BITS) == 0;
    }

    /// The index behind the character at this index, or -1; Unicode 16, table 3-7.
    private static int afterCharacter(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return first == 0 ? -1 : at + 1;
        }
        if (first >= 0xC2 && first <= 0xDF) {
            return continues(bytes, at + 1, 0x80, 0xBF) ? at + 2 : -1;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            int low = first == 0xE0 ? 0xA0 : 0x80;
            int high = first == 0xED ? 0x9F : 0xBF;
            return continues(bytes, at + 1, low, high) && continues(bytes, at + 2, 0x80, 0xBF) ? at + 3 : -1;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            int low = first == 0xF0 ? 0x90 : 0x80;
            int high = first == 0xF4 ? 0x8F : 0xBF;
            return continues(bytes, at + 1, low, high)
                            && continues(bytes, at + 2, 0x80, 0xBF)
                            && continues(bytes, at + 3, 0x80, 0xBF)
                    ? at + 4
                    : -1;
        }
        return -1;
    }

    private static boolean continues(byte[] bytes, int at, int low, int high) {
        return at < bytes.length && (bytes[at] & 0xFF) >= low && (bytes[at] & 0xFF) <= high;
    }
}
