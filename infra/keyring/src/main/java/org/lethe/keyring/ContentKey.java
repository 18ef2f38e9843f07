package org.lethe.keyring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.lethe.contracts.EventId;

/// CK: the key of one content scope and the commitment to it, derived from S, B and C. Without any one of the three it
/// is gone.
///
/// @param commitment COM, 32 bytes; stands in the envelope and tells its key from every other
/// @param place the part of the associated data that all envelopes of the scope share
record ContentKey(SecretKey key, byte[] commitment, byte[] place) {
    private static final byte[] INFO_LABEL = "lethe.ck.1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HALF_BYTES = 32; // keys.md: K and COM
    static final int DERIVED_BYTES = 2 * HALF_BYTES;

    static ContentKey derive(ContentScope scope, byte[] consumerKey, byte[] bucketKey, byte[] conversationKey) {
        byte[] both = expand(consumerKey, bucketKey, conversationKey, join(INFO_LABEL, idsOf(scope)));
        ContentKey key = of(scope, both);
        Arrays.fill(both, (byte) 0);
        return key;
    }

    /// @param derived K and COM, 64 bytes
    static ContentKey of(ContentScope scope, byte[] derived) {
        return new ContentKey(
                new SecretKeySpec(derived, 0, HALF_BYTES, "AES"),
                Arrays.copyOfRange(derived, HALF_BYTES, DERIVED_BYTES),
                join(new byte[] {Envelope.VERSION}, idsOf(scope)));
    }

    /// K and COM, 64 bytes.
    byte[] derived() {
        return join(key.getEncoded(), commitment);
    }

    static byte[] expand(byte[] salt, byte[] first, byte[] second, byte[] info) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addSalt(salt)
                            .addIKM(first)
                            .addIKM(second)
                            .thenExpand(info, DERIVED_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF-SHA256", e);
        }
    }

    /// `01 ‖ client16 ‖ conversation16 ‖ LP(bucket) ‖ eventId16 ‖ LP(event type)`
    byte[] associatedData(EventId event, String eventType) {
        byte[] type = Bytes.lengthPrefixed(eventType);
        ByteBuffer aad = ByteBuffer.allocate(place.length + Bytes.UUID_BYTES + type.length);
        return Bytes.put(aad.put(place), event.value()).put(type).array();
    }

    private static byte[] idsOf(ContentScope scope) {
        byte[] bucket = Bytes.lengthPrefixed(scope.bucket().wireName());
        ByteBuffer ids = ByteBuffer.allocate(2 * Bytes.UUID_BYTES + bucket.length);
        Bytes.put(ids, scope.client().value());
        Bytes.put(ids, scope.conversation().value());
        return ids.put(bucket).array();
    }

    private static byte[] join(byte[] head, byte[] tail) {
        return ByteBuffer.allocate(head.length + tail.length)
                .put(head)
                .put(tail)
                .array();
    }

    @Override
    public String toString() {
        return "ContentKey[REDACTED]";
    }
}
