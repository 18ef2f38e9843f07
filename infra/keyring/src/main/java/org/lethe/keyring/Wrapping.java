package org.lethe.keyring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.HoldId;

/// How a key is stored: `nonce12 ‖ AES-256-GCM(wrapping key, nonce, key, AAD)`. The associated data names the row, so
/// that the bytes of two rows can't be swapped; AES key wrap (RFC 3394) has none.
final class Wrapping {
    static final int KEY_BYTES = 32;

    private static final byte[] WRAP_LABEL = "lethe.wrap.1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHECK_LABEL = "lethe.check.1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHECKED = new byte[KEY_BYTES]; // known to all: that it comes out tells the key
    private static final byte[] FINGERPRINT_LABEL = "lethe.fp.1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int ADDED_BYTES = Gcm.NONCE_BYTES + Gcm.TAG_BYTES;
    private static final int ESCROW_CODE = 7; // beside KeyKind.code(): what lies in escrow is no key of the table
    private static final int NO_EPOCH = 0;

    private Wrapping() {}

    static byte[] wrap(SecretKey wrappingKey, KeyName name, int epoch, byte[] key) {
        return wrap(wrappingKey, associatedData(name, epoch), key);
    }

    /// @throws TamperedException if it was wrapped for another name or epoch, under another key, or changed
    static byte[] unwrap(SecretKey wrappingKey, KeyName name, int epoch, byte[] wrapped) {
        try {
            return unwrap(wrappingKey, associatedData(name, epoch), wrapped, KEY_BYTES);
        } catch (AEADBadTagException e) {
            throw new TamperedException("a wrapped " + name.kind() + " key does not authenticate", e);
        }
    }

    /// A content key under H.
    static byte[] wrapEscrow(byte[] holdKey, HoldId hold, ContentScope scope, byte[] contentKey) {
        return wrap(new SecretKeySpec(holdKey, "AES"), associatedData(hold, scope), contentKey);
    }

    /// @throws TamperedException if it was wrapped for another hold or scope, under another key, or changed
    static byte[] unwrapEscrow(byte[] holdKey, HoldId hold, ContentScope scope, byte[] wrapped) {
        try {
            return unwrap(
                    new SecretKeySpec(holdKey, "AES"), associatedData(hold, scope), wrapped, ContentKey.DERIVED_BYTES);
        } catch (AEADBadTagException e) {
            throw new TamperedException("a content key in escrow does not authenticate", e);
        }
    }

    /// By what a root key is known again: a constant under it.
    static byte[] check(RootKey root) {
        return wrap(root.key(), checkData(root.epoch()), CHECKED);
    }

    /// Whether it is the root key that a check was made with.
    static boolean isOf(byte[] check, RootKey root) {
        try {
            return Arrays.equals(unwrap(root.key(), checkData(root.epoch()), check, CHECKED.length), CHECKED);
        } catch (AEADBadTagException | TamperedException e) {
            return false;
        }
    }

    private static byte[] wrap(SecretKey wrappingKey, byte[] associatedData, byte[] key) {
        byte[] wrapped = new byte[ADDED_BYTES + key.length];
        try (Gcm gcm = Gcm.borrow()) {
            byte[] nonce = gcm.nonce();
            System.arraycopy(nonce, 0, wrapped, 0, nonce.length);
            gcm.encrypt(wrappingKey, nonce, associatedData, key, wrapped, nonce.length);
        }
        return wrapped;
    }

    private static byte[] unwrap(SecretKey wrappingKey, byte[] associatedData, byte[] wrapped, int keyBytes)
            throws AEADBadTagException {
        if (wrapped.length != ADDED_BYTES + keyBytes) {
            throw new TamperedException(
                    "a wrapped key has " + (ADDED_BYTES + keyBytes) + " bytes, not " + wrapped.length);
        }
        byte[] nonce = Arrays.copyOf(wrapped, Gcm.NONCE_BYTES);
        try (Gcm gcm = Gcm.borrow()) {
            return gcm.decrypt(wrappingKey, nonce, associatedData, wrapped, nonce.length);
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
        return associatedData(name.kind().code(), name.naturalKey(), name.client(), epoch);
    }

    private static byte[] associatedData(HoldId hold, ContentScope scope) {
        String naturalKey =
                hold + "/" + scope.conversation() + "/" + scope.bucket().wireName();
        return associatedData(ESCROW_CODE, naturalKey, scope.client(), NO_EPOCH);
    }

    private static byte[] checkData(int epoch) {
        return ByteBuffer.allocate(CHECK_LABEL.length + Integer.BYTES)
                .put(CHECK_LABEL)
                .putInt(epoch)
                .array();
    }

    private static byte[] associatedData(int kind, String naturalKey, ClientId client, int epoch) {
        byte[] natural = Bytes.lengthPrefixed(naturalKey);
        ByteBuffer aad = ByteBuffer.allocate(WRAP_LABEL.length + 1 + natural.length + Bytes.UUID_BYTES + Integer.BYTES);
        aad.put(WRAP_LABEL).put((byte) kind).put(natural);
        return Bytes.put(aad, client.value()).putInt(epoch).array();
    }
}
