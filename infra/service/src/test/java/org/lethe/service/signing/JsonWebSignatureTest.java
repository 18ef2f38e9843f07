package org.lethe.service.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonWebSignatureTest {
    private static final String PEM = SigningKey.generate();
    private static final Base64.Decoder BASE64URL = Base64.getUrlDecoder();

    private final SigningKey key = SigningKey.of(PEM);
    private final JsonNode signed = JsonMapper.shared()
            .readTree(JsonWebSignature.of("{\"a\":\"ä\"}".getBytes(UTF_8), "vcon+json", Map.of("uuid", "u-1"), key));
    private final JsonNode signature = signed.get("signatures").get(0);

    @Test
    void isVerifiedByTheCertificateThatComesWithIt() throws Exception {
        assertThat(verifies(signed.get("payload").asString())).isTrue();
        assertThat(verifies(signed.get("payload").asString().replace('e', 'f'))).isFalse();
        assertThat(new String(BASE64URL.decode(signed.get("payload").asString()), UTF_8))
                .isEqualTo("{\"a\":\"ä\"}");
    }

    @Test
    void namesTheKeyAsTheListOfKeysDoes() {
        JsonNode head = JsonMapper.shared()
                .readTree(BASE64URL.decode(signature.get("protected").asString()));

        assertThat(head.get("alg").asString()).isEqualTo("EdDSA");
        assertThat(head.get("kid").asString()).isEqualTo(key.keyId());
        assertThat(head.get("cty").asString()).isEqualTo("vcon+json");
        assertThat(signature.get("header").get("uuid").asString()).isEqualTo("u-1");
    }

    @Test
    void theCertificateIsOfTheKeyAndSignedByIt() throws Exception {
        X509Certificate certificate = certificate();

        certificate.verify(certificate.getPublicKey());

        assertThat(certificate.getSubjectX500Principal().getName()).contains(key.keyId());
        assertThat(certificate.getPublicKey().getEncoded()).endsWith(key.raw());
        assertThat(certificate.getNotAfter()).isEqualTo("9999-12-31T23:59:59Z");
    }

    @Test
    void theSameKeyHasTheSameCertificate() {
        assertThat(SigningKey.of(PEM).certificate()).isEqualTo(key.certificate());
        assertThat(SigningKey.of(SigningKey.generate()).certificate()).isNotEqualTo(key.certificate());
    }

    private boolean verifies(String payload) throws Exception {
        Signature verifying = Signature.getInstance("Ed25519");
        verifying.initVerify(certificate());
        verifying.update((signature.get("protected").asString() + "." + payload).getBytes(US_ASCII));
        return verifying.verify(BASE64URL.decode(signature.get("signature").asString()));
    }

    private X509Certificate certificate() throws Exception {
        String x5c = signature.get("header").get("x5c").get(0).asString();
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(x5c)));
    }
}
