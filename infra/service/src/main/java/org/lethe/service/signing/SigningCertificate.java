package org.lethe.service.signing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/// The signing key in the form that `x5c` asks for (RFC 7515, 4.1.6): an X.509 certificate that the key signs itself.
/// It vouches for nothing; who wants to know whose key it is looks it up at `/.well-known/lethe-keys.json` by the name
/// in the subject. The same key gives the same certificate, whichever process makes it and whenever.
final class SigningCertificate {
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
    private static final Date FROM = Date.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final Date TO = Date.from(Instant.parse("9999-12-31T23:59:59Z")); // RFC 5280, 4.1.2.5: no end
    private static final int SERIAL_BYTES = 16;

    private SigningCertificate() {}

    /// @param keyHash SHA-256 of the public key
    /// @return DER
    static byte[] of(SigningKey key, byte[] keyHash) {
        X500Name name = new X500NameBuilder()
                .addRDN(BCStyle.CN, "Lethe signing key " + key.keyId())
                .build();
        BigInteger serial = new BigInteger(1, Arrays.copyOf(keyHash, SERIAL_BYTES)).add(BigInteger.ONE);
        try {
            return new X509v3CertificateBuilder(
                            name, serial, FROM, TO, name, new SubjectPublicKeyInfo(ED25519, key.raw()))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .build(new SignedBy(key))
                    .getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class SignedBy implements ContentSigner {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final SigningKey key;

        SignedBy(SigningKey key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return ED25519;
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(content.toByteArray());
        }
    }
}
