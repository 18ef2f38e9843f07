package org.lethe.service.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lethe.web.StrictJson;

/// A signed document for programs that speak JOSE: JWS in general JSON serialisation (RFC 7515, 7.2.1), by Ed25519
/// (RFC 8037), with the key's certificate beside it.
///
///     {"payload": …, "signatures": [{"protected": {"alg", "kid", "cty"}, "header": {"x5c": […], …}, "signature": …}]}
///
/// Ed25519 needs all of the payload in memory: who has much to sign signs it in parts.
public final class JsonWebSignature {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private JsonWebSignature() {}

    private record Protected(String alg, String kid, String cty) {}

    /// @param contentType of the payload, without `application/` (RFC 7515, 4.1.10)
    /// @param header further members of the header that is not signed
    /// @return `application/jose+json`; UTF-8
    public static byte[] of(byte[] payload, String contentType, Map<String, String> header, SigningKey key) {
        Map<String, Object> unsigned = new LinkedHashMap<>(header);
        unsigned.put("x5c", List.of(Base64.getEncoder().encodeToString(key.certificate())));
        String head = BASE64URL.encodeToString(StrictJson.write(new Protected("EdDSA", key.keyId(), contentType)));
        byte[] body = BASE64URL.encode(payload);
        byte[] dot = (head + ".").getBytes(StandardCharsets.US_ASCII);
        String signature = BASE64URL.encodeToString(key.sign(joined(dot, body)));
        return joined(
                "{\"payload\":\"".getBytes(StandardCharsets.US_ASCII),
                body,
                ("\",\"signatures\":[{\"protected\":\"" + head + "\",\"header\":").getBytes(StandardCharsets.US_ASCII),
                StrictJson.write(unsigned),
                (",\"signature\":\"" + signature + "\"}]}").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
