package org.lethe.service.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookKeysTest {
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long SECONDS = 1_614_265_330;

    private static List<String> signatures(WebhookKeys... keys) {
        return List.of(WebhookKeys.signatures(List.of(keys), ID, SECONDS, BODY).split(" "));
    }

    /// The example of Standard Webhooks' libraries.
    @Test
    void theHmacIsTheKnownOne() {
        Map<String, String> words = new HashMap<>(WebhookKeys.generate().words());
        words.put("secret", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        WebhookKeys keys = WebhookKeys.of(words);

        assertThat(keys.secretText()).isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(signatures(keys)).contains("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void thePublicHalfVerifiesWhatThePrivateOneSigned() throws Exception {
        WebhookKeys keys = WebhookKeys.generate();

        byte[] signature = Base64.getDecoder().decode(signatures(keys).getLast().substring("v1a,".length()));

        byte[] raw = Base64.getDecoder().decode(keys.publicText().substring("whpk_".length()));
        assertThat(raw).hasSize(32);
        byte[] prefix = java.util.HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] encoded = new byte[44];
        System.arraycopy(prefix, 0, encoded, 0, 12);
        System.arraycopy(raw, 0, encoded, 12, 32);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update((ID + "." + SECONDS + ".").getBytes(StandardCharsets.UTF_8));
        verifier.update(BODY);
        assertThat(verifier.verify(signature)).isTrue();
    }

    @Test
    void severalKeysEachSignBothWays() {
        assertThat(signatures(WebhookKeys.generate(), WebhookKeys.generate()))
                .extracting(signature -> signature.substring(0, signature.indexOf(',')))
                .containsExactly("v1", "v1", "v1a", "v1a");
    }

    @Test
    void areTheSameOnceTheyWereKept() {
        WebhookKeys keys = WebhookKeys.generate();

        WebhookKeys kept = WebhookKeys.of(keys.words());

        assertThat(signatures(kept)).isEqualTo(signatures(keys));
        assertThat(kept.publicText()).isEqualTo(keys.publicText());
    }

    @Test
    void arePrintedByNobody() {
        assertThat(WebhookKeys.generate()).hasToString("[REDACTED]");
    }
}
