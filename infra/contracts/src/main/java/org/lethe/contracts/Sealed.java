package org.lethe.contracts;

import java.util.Arrays;

/// An encrypted envelope as it stands in the log: `01 ‖ COM ‖ nonce ‖ ciphertext`. Nothing can be read from it
/// without keys. The array is not copied; nobody changes it after it was sealed.
public record Sealed(byte[] bytes) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + bytes.length + " bytes]";
    }
}
