package org.lethe.web;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// How an API key is written:
///
///     lth_ <43 characters: 32 random bytes in base62> <6 characters: CRC-32 of the 43, in base62>
///
/// The checksum tells a mistyped or made-up key from a real one without a look-up, and lets secret scanners
/// find keys in code without asking us.
final class ApiKeyText {
    static final String PREFIX = "lth_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_CHARACTERS = 43; // 62^43 > 2^256
    private static final int CHECKSUM_CHARACTERS = 6; // 62^6 > 2^32
    private static final int LENGTH = PREFIX.length() + RANDOM_CHARACTERS + CHECKSUM_CHARACTERS;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ApiKeyText() {}

    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        String random = base62(new BigInteger(1, bytes), RANDOM_CHARACTERS);
        return PREFIX + random + checksum(random);
    }

    static boolean isWellFormed(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        int checksumAt = LENGTH - CHECKSUM_CHARACTERS;
        for (int at = PREFIX.length(); at < LENGTH; at++) {
            char digit = text.charAt(at);
            boolean base62 =
                    (digit >= '0' && digit <= '9') || digit >= 'A' && digit <= 'Z' || digit >= 'a' && digit <= 'z';
            if (!base62) {
                return false;
            }
        }
        return text.startsWith(checksum(text.substring(PREFIX.length(), checksumAt)), checksumAt);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String checksum(String random) {
        CRC32 crc = new CRC32();
        crc.update(random.getBytes(StandardCharsets.US_ASCII));
        char[] digits = new char[CHECKSUM_CHARACTERS];
        long rest = crc.getValue();
        for (int at = digits.length - 1; at >= 0; at--) {
            digits[at] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }

    private static String base62(BigInteger number, int characters) {
        BigInteger base = BigInteger.valueOf(DIGITS.length());
        char[] digits = new char[characters];
        BigInteger rest = number;
        for (int at = characters - 1; at >= 0; at--) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            digits[at] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(digits);
    }
}
