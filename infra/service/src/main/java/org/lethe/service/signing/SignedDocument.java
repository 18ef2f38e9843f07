package org.lethe.service.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lethe.web.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A signed statement: canonical JSON (RFC 8785: members sorted, no white space; our text is ASCII, our numbers are
/// whole) beside its signature.
///
///     {"certificate": {…}, "signature": {"algorithm": "Ed25519", "key_id": …, "public_key": …, "sha256": …, "value":
/// …}}
///
/// Signed are the bytes of the first member, as they stand there. The same statement gives the same bytes.
///
/// @param json UTF-8; what is stored and served
/// @param sha256 of the bytes that are signed; 64 lower-case hex digits
public record SignedDocument(byte[] json, String sha256) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// How a signature is shown.
    ///
    /// @param keyId names the key at `/.well-known/lethe-keys.json`
    public record Signature(String algorithm, String keyId, String publicKey, String sha256, String value) {}

    /// @param member what the statement is called: it stands first, so its name sorts before `signature`
    /// @param statement anything that is written as a JSON object
    public static SignedDocument of(String member, Object statement, SigningKey key) {
        byte[] signed = StrictJson.write(sorted(JSON.readTree(StrictJson.write(statement))));
        String sha256 = HexFormat.of().formatHex(sha256(signed));
        Map<String, String> signature = new TreeMap<>();
        signature.put("algorithm", "Ed25519");
        signature.put("key_id", key.keyId());
        signature.put("public_key", key.publicKey());
        signature.put("sha256", sha256);
        signature.put("value", Base64.getEncoder().encodeToString(key.sign(signed)));
        String text = "{\"" + member + "\":" + new String(signed, StandardCharsets.UTF_8) + ",\"signature\":"
                + new String(StrictJson.write(signature), StandardCharsets.UTF_8) + "}";
        return new SignedDocument(text.getBytes(StandardCharsets.UTF_8), sha256);
    }

    private static Object sorted(JsonNode node) {
        if (node.isObject()) {
            SortedMap<String, Object> members = new TreeMap<>();
            node.forEachEntry((name, value) -> members.put(name, sorted(value)));
            return members;
        }
        if (node.isArray()) {
            return List.copyOf(node.valueStream().map(SignedDocument::sorted).toList());
        }
        return node;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
