package org.lethe.service.confidential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.time.Instant;
import java.util.Date;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/// CMS for whoever holds a certificate's key: AuthEnvelopedData with AES-256-GCM (RFC 5083, RFC 5084), its key by
/// RSA-OAEP with SHA-256 (RFC 4055) or by ECDH on P-256 with SHA-256 and AES-256 key wrap (RFC 5753).
///
///     openssl cms -decrypt -inform DER -in package.cms -recip certificate.pem -inkey key.pem -out package.zip
///
/// OpenSSL writes the content before it has checked the tag at the end: it counts only if the exit code is 0.
public final class CertificateEnvelope {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final String CURVE = "secp256r1"; // P-256
    private static final int LEAST_RSA_BITS = 2048; // NIST SP 800-57 part 1, table 2: 112 bits of strength
    private static final int KEY_ENCIPHERMENT = 2; // RFC 5280, 4.2.1.3
    private static final int KEY_AGREEMENT = 4; // the same
    private static final int CHUNK_BYTES = 1 << 15;

    private CertificateEnvelope() {}

    /// @param pem one certificate; what follows it is not looked at
    /// @param at when it has to be valid
    /// @throws UnfitCertificateException if it is none, or none that [#sealTo] takes
    public static X509Certificate certificate(String pem, Instant at) {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new UnfitCertificateException("an X.509 certificate in PEM is needed", e);
        }
        if (at.isBefore(certificate.getNotBefore().toInstant())
                || at.isAfter(certificate.getNotAfter().toInstant())) {
            throw new UnfitCertificateException("the certificate is valid from " + instant(certificate.getNotBefore())
                    + " to " + instant(certificate.getNotAfter()) + " only");
        }
        checkUsage(certificate, isRsa(certificate) ? KEY_ENCIPHERMENT : KEY_AGREEMENT);
        return certificate;
    }

    /// What is written is encrypted and goes on to `out`. Closing ends the envelope and leaves `out` open.
    ///
    /// @throws UnfitCertificateException if its key is neither RSA from 2,048 bits on nor on P-256
    public static OutputStream sealTo(X509Certificate certificate, OutputStream out) throws IOException {
        try {
            CMSAuthEnvelopedDataStreamGenerator envelope = new CMSAuthEnvelopedDataStreamGenerator();
            envelope.addRecipientInfoGenerator(
                    isRsa(certificate) ? byTransport(certificate) : byAgreement(certificate));
            envelope.setBufferSize(CHUNK_BYTES);
            return envelope.open(out, (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                    .setProvider(BOUNCY_CASTLE)
                    .build());
        } catch (CMSException | GeneralSecurityException e) {
            throw new IOException("the envelope can't be opened", e);
        }
    }

    private static RecipientInfoGenerator byTransport(X509Certificate certificate) throws GeneralSecurityException {
        AlgorithmIdentifier oaep = new JcaAlgorithmParametersConverter()
                .getAlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_RSAES_OAEP,
                        new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        return new JceKeyTransRecipientInfoGenerator(certificate, oaep).setProvider(BOUNCY_CASTLE);
    }

    private static RecipientInfoGenerator byAgreement(X509Certificate certificate) throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
        pairs.initialize(new ECGenParameterSpec(CURVE));
        KeyPair once = pairs.generateKeyPair();
        return new JceKeyAgreeRecipientInfoGenerator(
                        CMSAlgorithm.ECDH_SHA256KDF, once.getPrivate(), once.getPublic(), CMSAlgorithm.AES256_WRAP)
                .addRecipient(certificate)
                .setProvider(BOUNCY_CASTLE);
    }

    private static boolean isRsa(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS) {
            return true;
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getCurve().equals(curve().getCurve())) {
            return false;
        }
        throw new UnfitCertificateException("the certificate's key is " + key.getAlgorithm()
                + "; RSA from 2048 bits on or EC on P-256 is accepted");
    }

    private static void checkUsage(X509Certificate certificate, int needed) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[needed]) {
            throw new UnfitCertificateException("the certificate's key usage does not allow "
                    + (needed == KEY_AGREEMENT ? "key agreement" : "key encipherment"));
        }
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private static Instant instant(Date date) {
        return date.toInstant();
    }
}
