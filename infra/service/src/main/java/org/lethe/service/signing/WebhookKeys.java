package org.lethe.service.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What signs what is sent to a webhook, as Standard Webhooks has it: a secret that both sides know (`v1`, HMAC-SHA256)
/// and an Ed25519 key of which the other side has the public half (`v1a`).
///
/// @see "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"
public final class WebhookKeys {
    private static final String HMAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32; // the specification wants 24 to 64
    private static final String SECRET = "secret";
    private static final String SIGNING_KEY = "signing_key";

    private final byte[] secret;
    private final SigningKey signingKey;
    private final String pem;

    private WebhookKeys(byte[] secret, String pem) {
        this.secret = secret;
        this.signingKey = SigningKey.of(pem);
        this.pem = pem;
    }

    public static WebhookKeys generate() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new WebhookKeys(secret, SigningKey.generate());
    }

    /// @param words as [#words] gave them
    public static WebhookKeys of(Map<String, String> words) {
        return new WebhookKeys(
                Base64.getDecoder().decode(words.getOrDefault(SECRET, "")), words.getOrDefault(SIGNING_KEY, ""));
    }

    /// All that there is to keep, to be sealed.
    public Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(SECRET, Base64.getEncoder().encodeToString(secret));
        words.put(SIGNING_KEY, pem);
        return words;
    }

    /// `whsec_…`, for who verifies `v1`.
    public String secretText() {
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    /// `whpk_…`, for who verifies `v1a`.
    public String publicText() {
        return "whpk_" + signingKey.publicKey();
    }

    /// The value of the header `webhook-signature`: all `v1`, then all `v1a`, in the order of the keys.
    ///
    /// @param id of the message, the same at each attempt
    /// @param seconds of the attempt, since 1970
    public static String signatures(List<WebhookKeys> keys, String id, long seconds, byte[] body) {
        byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        Base64.Encoder base64 = Base64.getEncoder();
        return Stream.concat(
                        keys.stream().map(one -> "v1," + base64.encodeToString(one.hmac(signed))),
                        keys.stream().map(one -> "v1a," + base64.encodeToString(one.signingKey.sign(signed))))
                .collect(Collectors.joining(" "));
    }

    private byte[] hmac(byte[] signed) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
