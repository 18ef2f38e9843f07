package org.lethe.keyring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Hides how long a text was: its length would outlive its erasure otherwise.
/// ISO/IEC 7816-4 marks the end (`80 00…`); the size is a multiple of 32 bytes up to 1 KiB, then a Padmé length.
final class Padding {
    private static final int STEP_BYTES = 32; // keys.md, envelope
    private static final int PADME_ABOVE_BYTES = 1024; // keys.md, envelope
    private static final byte END = (byte) 0x80; // ISO/IEC 7816-4

    private Padding() {}

    static byte[] pad(byte[] text) {
        byte[] padded = Arrays.copyOf(text, paddedLength(text.length));
        padded[text.length] = END;
        return padded;
    }

    /// The text, or null if the end is not marked.
    static byte @Nullable [] unpad(byte[] padded) {
        int end = padded.length - 1;
        while (end >= 0 && padded[end] == 0) {
            end--;
        }
        return end >= 0 && padded[end] == END ? Arrays.copyOf(padded, end) : null;
    }

    static int paddedLength(int textBytes) {
        int least = Math.addExact(textBytes, 1);
        return least <= PADME_ABOVE_BYTES ? roundUp(least, STEP_BYTES) : padme(least);
    }

    /// The next length whose lower bits are zero, so that O(log log n) bits of a length leak.
    ///
    /// @see "Nikitin et al., Reducing Metadata Leakage from Encrypted Files (PURBs), 2019, section 4.3"
    private static int padme(int length) {
        int exponent = 31 - Integer.numberOfLeadingZeros(length);
        int mantissaBits = 32 - Integer.numberOfLeadingZeros(exponent);
        return roundUp(length, 1 << (exponent - mantissaBits));
    }

    private static int roundUp(int length, int powerOfTwo) {
        return Math.addExact(length, powerOfTwo - 1) & -powerOfTwo;
    }
}
