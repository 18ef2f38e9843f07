package org.lethe.service.confidential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAuthEnvelopedDataParser;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateEnvelopeTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    private enum Kind {
        RSA("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
        SMALL_RSA("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
        P_256("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),
        P_384("EC", new ECGenParameterSpec("secp384r1"), "SHA384withECDSA");

        private final String algorithm;
        private final AlgorithmParameterSpec parameters;
        private final String signature;

        Kind(String algorithm, AlgorithmParameterSpec parameters, String signature) {
            this.algorithm = algorithm;
            this.parameters = parameters;
            this.signature = signature;
        }
    }

    private record Holder(KeyPair pair, String pem) {
        static Holder of(Kind kind, int usage) throws Exception {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance(kind.algorithm);
            pairs.initialize(kind.parameters);
            KeyPair pair = pairs.generateKeyPair();
            X500Name name = new X500Name("CN=Holder");
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.TEN,
                    Date.from(NOW.minusSeconds(60)),
                    Date.from(NOW.plusSeconds(60)),
                    name,
                    pair.getPublic());
            if (usage != 0) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            }
            byte[] encoded = builder.build(new JcaContentSignerBuilder(kind.signature).build(pair.getPrivate()))
                    .getEncoded();
            return new Holder(
                    pair,
                    "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                            + "\n-----END CERTIFICATE-----\n");
        }

        byte[] open(byte[] envelope) throws Exception {
            RecipientInformation recipient = new CMSAuthEnvelopedDataParser(new ByteArrayInputStream(envelope))
                    .getRecipientInfos()
                    .iterator()
                    .next();
            Recipient opener = pair.getPrivate().getAlgorithm().equals("RSA")
                    ? new JceKeyTransAuthEnvelopedRecipient(pair.getPrivate()).setProvider(BOUNCY_CASTLE)
                    : new JceKeyAgreeAuthEnvelopedRecipient(pair.getPrivate()).setProvider(BOUNCY_CASTLE);
            return recipient.getContentStream(opener).getContentStream().readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA", "P_256"})
    void isOpenedByTheHolderOfTheKeyAlone(Kind kind) throws Exception {
        Holder holder = Holder.of(kind, 0);
        byte[] content = "what was said ".repeat(10_000).getBytes(UTF_8);

        byte[] envelope = seal(CertificateEnvelope.certificate(holder.pem(), NOW), content);

        assertThat(holder.open(envelope)).isEqualTo(content);
        assertThat(new String(envelope, UTF_8)).doesNotContain("what was said");
        assertThatThrownBy(() -> Holder.of(kind, 0).open(envelope)).isInstanceOf(CMSException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA", "P_256"})
    void isRefusedWhereAByteWasChanged(Kind kind) throws Exception {
        Holder holder = Holder.of(kind, 0);
        byte[] envelope = seal(CertificateEnvelope.certificate(holder.pem(), NOW), new byte[1000]);

        envelope[envelope.length - 100] ^= 1;

        assertThatThrownBy(() -> holder.open(envelope)).isInstanceOf(Exception.class);
    }

    @Test
    void leavesWhatItWritesToOpen() throws Exception {
        boolean[] closed = new boolean[1];
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        CertificateEnvelope.sealTo(
                        CertificateEnvelope.certificate(Holder.of(Kind.RSA, 0).pem(), NOW), out)
                .close();

        assertThat(closed[0]).isFalse();
    }

    @Test
    void refusesWhatIsNoCertificate() {
        for (String pem :
                new String[] {"", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
            assertUnfit(pem, NOW, "X.509");
        }
    }

    @Test
    void refusesAWeakKeyAndAnotherCurve() throws Exception {
        assertUnfit(Holder.of(Kind.SMALL_RSA, 0).pem(), NOW, "2048");
        assertUnfit(Holder.of(Kind.P_384, 0).pem(), NOW, "P-256");
    }

    @Test
    void refusesACertificateOutsideOfItsTime() throws Exception {
        String pem = Holder.of(Kind.RSA, 0).pem();

        assertUnfit(pem, NOW.minusSeconds(61), "valid from");
        assertUnfit(pem, NOW.plusSeconds(61), "valid from");
    }

    @Test
    void refusesACertificateThatIsForSigning() throws Exception {
        assertUnfit(Holder.of(Kind.RSA, KeyUsage.digitalSignature).pem(), NOW, "key encipherment");
        assertUnfit(Holder.of(Kind.P_256, KeyUsage.keyEncipherment).pem(), NOW, "key agreement");
        assertThat(CertificateEnvelope.certificate(
                        Holder.of(Kind.P_256, KeyUsage.keyAgreement).pem(), NOW))
                .isNotNull();
    }

    private static void assertUnfit(String pem, Instant at, String reason) {
        assertThatThrownBy(() -> CertificateEnvelope.certificate(pem, at))
                .isInstanceOf(UnfitCertificateException.class)
                .hasMessageContaining(reason);
    }

    private static byte[] seal(X509Certificate certificate, byte[] content) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream envelope = CertificateEnvelope.sealTo(certificate, out)) {
            envelope.write(content);
        }
        return out.toByteArray();
    }
}
