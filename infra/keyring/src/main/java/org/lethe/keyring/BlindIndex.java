package org.lethe.keyring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One-way names under a client's key P: the same value gives the same name, and without P nobody can try values.
final class BlindIndex {
    static final int INDEX_BYTES = 16; // keys.md, finding a consumer

    private static final int TIME_BITS = 48; // RFC 9562, 5.7: the part of an id that orders it
    private static final long VERSION_8 = 0x8L << 12; // RFC 9562, 5.8
    private static final long VARIANT = 0b10L << 62; // RFC 9562, 4.1

    private BlindIndex() {}

    /// `HMAC-SHA-256(P, kind ‖ 00 ‖ normalised value)[0..15]`
    static byte[] of(byte[] key, Identifier.Kind kind, String value) {
        Mac mac = macOf(key, kind.wireName());
        return Arrays.copyOf(mac.doFinal(utf8(value)), INDEX_BYTES);
    }

    /// `HMAC-SHA-256(P, "name" ‖ 00 ‖ consumer16 ‖ name)[0..15]`. With the consumer in it two people of one name have
    /// nothing in common.
    static byte[] of(byte[] key, ToldName told) {
        Mac mac = macOf(key, "name"); // no kind of identifier
        mac.update(
                Bytes.put(ByteBuffer.allocate(Bytes.UUID_BYTES), told.consumer().value())
                        .array());
        return Arrays.copyOf(mac.doFinal(utf8(told.name())), INDEX_BYTES);
    }

    /// A UUIDv8: 48 bits of the scope, then 74 bits of `HMAC-SHA-256(P, kind ‖ 00 ‖ scope16 ‖ value)`.
    static UUID id(byte[] key, String kind, UUID scope, String value) {
        Mac mac = macOf(key, kind);
        mac.update(Bytes.put(ByteBuffer.allocate(Bytes.UUID_BYTES), scope).array());
        ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(utf8(value)));
        long time = scope.getMostSignificantBits() >>> (Long.SIZE - TIME_BITS) << (Long.SIZE - TIME_BITS);
        long high = time | VERSION_8 | (hash.getShort() & 0x0fffL);
        long low = VARIANT | (hash.getLong() >>> 2);
        return new UUID(high, low);
    }

    private static Mac macOf(byte[] key, String kind) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(utf8(kind));
            mac.update((byte) 0);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
