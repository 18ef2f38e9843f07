package org.lethe.keyring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;

/// How a key is stored: `nonce12 ‖ AES-256-GCM(wrapping key, nonce, key, AAD)`. The associated data names the row, so
/// that the bytes of two rows can't be swapped; AES key wrap (RFC 3394) has none.
final class Wrapping {
    static final int KEY_BYTES = 32;

    private static final byte[] WRAP_LABEL = "lethe.wrap.1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FINGERPRINT_LABEL = "lethe.fp.1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int WRAPPED_BYTES = Gcm.NONCE_BYTES + KEY_BYTES + Gcm.TAG_BYTES;

    private Wrapping() {}

    static byte[] wrap(SecretKey wrappingKey, KeyName name, int epoch, byte[] key) {
        byte[] wrapped = new byte[WRAPPED_BYTES];
        try (Gcm gcm = Gcm.borrow()) {
            byte[] nonce = gcm.nonce();
            System.arraycopy(nonce, 0, wrapped, 0, nonce.length);
            gcm.encrypt(wrappingKey, nonce, associatedData(name, epoch), key, wrapped, nonce.length);
        }
        return wrapped;
    }

    /// @throws TamperedException if it was wrapped for another name or epoch, under another key, or changed
    static byte[] unwrap(SecretKey wrappingKey, KeyName name, int epoch, byte[] wrapped) {
        if (wrapped.length != WRAPPED_BYTES) {
            throw new TamperedException("a wrapped key has " + WRAPPED_BYTES + " bytes, not " + wrapped.length);
        }
        byte[] nonce = Arrays.copyOf(wrapped, Gcm.NONCE_BYTES);
        try (Gcm gcm = Gcm.borrow()) {
            return gcm.decrypt(wrappingKey, nonce, associatedData(name, epoch), wrapped, nonce.length);
        } catch (AEADBadTagException e) {
            throw new TamperedException("a wrapped " + name.kind() + " key does not authenticate", e);
        }
    }

    /// What a tombstone keeps of a key: enough to recognise it, nothing to derive it from. 64 lower-case hex digits.
    static String fingerprint(byte[] key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(FINGERPRINT_LABEL);
            return HexFormat.of().formatHex(sha256.digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static byte[] associatedData(KeyName name, int epoch) {
        byte[] naturalKey = Bytes.lengthPrefixed(name.naturalKey());
        ByteBuffer aad =
                ByteBuffer.allocate(WRAP_LABEL.length + 1 + naturalKey.length + Bytes.UUID_BYTES + Integer.BYTES);
        aad.put(WRAP_LABEL).put((byte) name.kind().code()).put(naturalKey);
        return Bytes.put(aad, name.client().value()).putInt(epoch).array();
    }
}
