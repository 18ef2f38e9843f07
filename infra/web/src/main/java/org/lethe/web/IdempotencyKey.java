package org.lethe.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One `Idempotency-Key` of one caller on one route, and the keys that come of it. They are derived from the API key,
/// which the database doesn't hold: neither the answers nor the fingerprints, which would betray a short text to who
/// guesses it, can be read from a copy of the database.
///
/// HKDF-SHA256 (RFC 5869) of the API key gives 96 bytes: name of the row, HMAC key of fingerprints, AES key of answers.
public final class IdempotencyKey {
    public static final int MAX_CHARACTERS = 255;
    private static final int PART_BYTES = 32;
    private static final int NONCE_BYTES = 12; // NIST SP 800-38D, 8.2.2; random, as few answers share a key
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] rowName;
    private final SecretKeySpec fingerprintKey;
    private final SecretKeySpec answerKey;

    private IdempotencyKey(byte[] derived) {
        rowName = Arrays.copyOfRange(derived, 0, PART_BYTES);
        fingerprintKey = new SecretKeySpec(derived, PART_BYTES, PART_BYTES, "HmacSHA256");
        answerKey = new SecretKeySpec(derived, 2 * PART_BYTES, PART_BYTES, "AES");
    }

    /// @param header as sent: a quoted string (RFC 8941), or the bare value
    /// @throws InvalidHeaderException if it is not 1 to 255 visible ASCII characters
    static IdempotencyKey of(String apiKey, Route route, String header) {
        String info = "lethe idempotency v1\n" + route + "\n" + unquoted(header);
        try {
            byte[] derived = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(apiKey.getBytes(StandardCharsets.US_ASCII))
                            .thenExpand(info.getBytes(StandardCharsets.UTF_8), 3 * PART_BYTES));
            return new IdempotencyKey(derived);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
        }
    }

    byte[] rowName() {
        return rowName;
    }

    /// Of the row's name: an HMAC already, so its bits serve as an id (RFC 9562, UUIDv8).
    UUID id() {
        ByteBuffer bytes = ByteBuffer.wrap(rowName);
        long high = bytes.getLong() & ~0xF000L | 0x8000L;
        long low = bytes.getLong() & ~0xC000_0000_0000_0000L | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    byte[] fingerprint(String method, String path, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(fingerprintKey);
            mac.update((method + " " + path + "\n").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// Nonce, then ciphertext and tag; bound to the row.
    byte[] seal(byte[] answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(answer);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /// @throws IllegalStateException if a bit was changed
    byte[] open(byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored answer was tampered with", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, answerKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(rowName);
        return cipher;
    }

    private static String unquoted(String header) {
        boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        String value = quoted ? header.substring(1, header.length() - 1) : header;
        boolean accepted = !value.isEmpty()
                && value.length() <= MAX_CHARACTERS
                && value.chars().allMatch(unit -> unit > 0x20 && unit < 0x7F && unit != '"');
        if (!accepted) {
            throw new InvalidHeaderException("Idempotency-Key is 1 to 255 visible ASCII characters, quoted or bare");
        }
        return value;
    }
}
