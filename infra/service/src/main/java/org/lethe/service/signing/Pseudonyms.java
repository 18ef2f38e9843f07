package org.lethe.service.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Stands in for what must not be stored, so that the same is known again: who has the database and not the key can't
/// try out what it stands for.
///
/// The SHA-256 of a signature, of which the same words get the same (RFC 8032), over words that begin with a NUL as no
/// document does: to sign one is no use to anybody.
public final class Pseudonyms {
    private final SigningKey key;
    private final String purpose;

    /// @param purpose the same value of another purpose stands for something else
    public Pseudonyms(SigningKey key, String purpose) {
        this.key = key;
        this.purpose = purpose;
    }

    /// @return 32 bytes
    public byte[] of(String value) {
        byte[] signature = key.sign(("\0lethe-pseudonym\0" + purpose + "\0" + value).getBytes(StandardCharsets.UTF_8));
        try {
            return MessageDigest.getInstance("SHA-256").digest(signature);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
