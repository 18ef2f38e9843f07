package org.lethe.service.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The Ed25519 key (RFC 8032) that certificates and receipts are signed with: the same words get the same signature.
public final class SigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int RAW_BYTES = 32; // RFC 8032, 5.1.5
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410, 10.1
    private static final int LINE_CHARACTERS = 64; // RFC 7468

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private volatile byte @Nullable [] certificate; // made when the first asks for it

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /// A new key as text (PEM, PKCS #8 and X.509 behind each other), for a file that only its owner reads.
    public static String generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return pem(PRIVATE, pair.getPrivate().getEncoded())
                    + pem(PUBLIC, pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
        }
    }

    /// @param pem as [#generate] made it
    /// @throws IllegalArgumentException if it is anything else
    public static SigningKey of(String pem) {
        try {
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            return new SigningKey(
                    keys.generatePrivate(new PKCS8EncodedKeySpec(bytes(pem, PRIVATE))),
                    keys.generatePublic(new X509EncodedKeySpec(bytes(pem, PUBLIC))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 key in PEM", e);
        }
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read signs", e);
        }
    }

    /// A certificate of the public key that it signs itself; DER, the same each time.
    byte[] certificate() {
        byte[] made = certificate;
        if (made == null) {
            made = SigningCertificate.of(this, sha256(raw()));
            certificate = made;
        }
        return made;
    }

    /// The 32 bytes of the public key in base64.
    public String publicKey() {
        return Base64.getEncoder().encodeToString(raw());
    }

    /// What it is known by among others: the thumbprint of its JWK (RFC 7638, RFC 8037 appendix A.3).
    public String keyId() {
        return keyId(raw());
    }

    /// @param raw 32 bytes of a public key
    static String keyId(byte[] raw) {
        String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + base64Url(raw) + "\"}";
        return base64Url(sha256(jwk.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The 32 bytes of the public key (RFC 8032, 5.1.5).
    byte[] raw() {
        byte[] encoded = publicKey.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
    }

    /// @param raw 32 bytes of a public key
    static String publicPem(byte[] raw) {
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + raw.length);
        System.arraycopy(raw, 0, encoded, X509_PREFIX.length, raw.length);
        return pem(PUBLIC, encoded);
    }

    /// The public key for other programs, such as `openssl pkeyutl -verify`.
    public String publicPem() {
        return pem(PUBLIC, publicKey.getEncoded());
    }

    private static String pem(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    private static byte[] bytes(String pem, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + kind + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no " + kind + " in PEM");
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }

    @Override
    public String toString() {
        return "SigningKey[" + publicKey() + "]";
    }
}
