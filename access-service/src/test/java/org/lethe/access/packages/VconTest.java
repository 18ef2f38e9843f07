package org.lethe.access.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObjectJSON;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.Author;
import org.lethe.service.subjects.Held;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each conversation as a vCon. The schema is `vcon_json_schema.json` of
/// github.com/ietf-wg-vcon/draft-ietf-vcon-vcon-core
/// at 2342aba (2026-07-01), as the IETF publishes it; what the schema leaves to the draft's text is looked at here.
class VconTest {
    private static final String SCHEMA = "vcon_json_schema.json";

    @TempDir
    private Path folder;

    @Test
    void isValidWhateverBecameOfTheWords() throws Exception {
        PackageFixture fixture = hostile();

        JsonNode vcon = vcon(fixture);

        assertThat(complaints(vcon)).isEmpty();
        assertThat(vcon.get("vcon").asString()).isEqualTo("0.4.0");
        int parties = vcon.get("parties").size();
        vcon.get("dialog")
                .forEach(dialog -> dialog.get("parties")
                        .forEach(party -> assertThat(party.asInt()).isBetween(0, parties - 1)));
    }

    @Test
    void theSchemaRefusesWhatIsNone() {
        JsonNode vcon =
                JsonMapper.shared().readTree("{\"uuid\": \"u\", \"redacted\": {}, \"dialog\": [{\"type\": \"chat\"}]}");

        assertThat(complaints(vcon)).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void tellsEachMessageWithWhoSaidItToWhom() throws Exception {
        PackageFixture fixture = new PackageFixture()
                .conversation()
                .said(Author.CONSUMER, "Kim", "Where is my order?")
                .said(Author.AGENT, "Ann", "On its way")
                .said(Author.BOT, null, "Bye")
                .said(Author.SYSTEM, null, "closed")
                .said(Author.CONSUMER, "Kim H.", "Hello again");

        JsonNode vcon = vcon(fixture);

        assertThat(vcon.get("dialog")
                        .valueStream()
                        .map(dialog -> dialog.get("parties").toString()))
                .containsExactly("[0,1]", "[2,0]", "[3,0]", "[1,0]", "[4,1]");
        assertThat(vcon.get("parties").valueStream().map(JsonNode::toString))
                .containsExactly(
                        "{\"type\":\"person\",\"role\":\"customer\",\"uuid\":\"" + PackageFixture.KIM
                                + "\",\"name\":\"Kim\"}",
                        "{\"type\":\"organization\",\"name\":\"Example Shop\"}",
                        "{\"type\":\"person\",\"role\":\"agent\",\"name\":\"Ann\",\"org\":\"Example Shop\"}",
                        "{\"type\":\"bot\",\"org\":\"Example Shop\"}",
                        "{\"type\":\"person\",\"role\":\"customer\",\"name\":\"Kim H.\"}");
        assertThat(vcon.get("dialog").get(0).toString())
                .isEqualTo(
                        "{\"type\":\"text\",\"start\":\"2026-11-20T10:00:00Z\",\"parties\":[0,1],\"application\":\"web\","
                                + "\"message_id\":\"m-1\",\"interaction_id\":\"" + fixture.conversationId()
                                + "\",\"mediatype\":\"text/plain\",\"body\":\"Where is my order?\",\"encoding\":\"none\"}");
        assertThat(vcon.has("redacted")).isFalse();
    }

    @Test
    void whatIsGoneKeepsItsPlaceAndSaysWhy() throws Exception {
        JsonNode vcon = vcon(new PackageFixture()
                .conversation()
                .visit(Held.Fate.EXPIRED, null)
                .gone(Held.Fate.EXPIRED)
                .said(Author.AGENT, null, "")
                .gone(Held.Fate.ERASED));

        JsonNode dialog = vcon.get("dialog");
        assertThat(dialog.get(0).get("fate").asString()).isEqualTo("expired");
        assertThat(dialog.get(0).has("body")).isFalse();
        assertThat(dialog.get(1).get("body").asString()).isEmpty();
        assertThat(dialog.get(1).has("fate")).isFalse();
        assertThat(dialog.get(2).get("fate").asString()).isEqualTo("erased");
        assertThat(vcon.get("attachments").get(0).get("fate").asString()).isEqualTo("expired");
        assertThat(vcon.get("redacted").toString()).isEqualTo("{\"type\":\"erased, expired on its retention date\"}");
    }

    @Test
    void aVisitIsAttachedWhereThereIsADialog() throws Exception {
        JsonNode vcon = vcon(new PackageFixture()
                .conversation()
                .visit(Held.Fate.PRESENT, "Browser/1")
                .said(Author.CONSUMER, null, "Hello"));

        JsonNode visit = vcon.get("attachments").get(0);
        assertThat(visit.get("purpose").asString()).isEqualTo("visit");
        assertThat(visit.get("body").toString())
                .isEqualTo("{\"ip_address\":\"192.0.2.7\",\"user_agent\":\"Browser/1\",\"location\":\"Bern\"}");
        assertThat(vcon(new PackageFixture().conversation().visit(Held.Fate.PRESENT, "Browser/1"))
                        .has("attachments"))
                .isFalse();
    }

    @Test
    void aConversationWithoutAMessageIsOneToo() throws Exception {
        JsonNode vcon = vcon(new PackageFixture().conversation());

        assertThat(complaints(vcon)).isEmpty();
        assertThat(vcon.get("dialog")).isEmpty();
    }

    @Test
    void aLongConversationIsToldInPartsThatAreEachComplete() throws Exception {
        PackageFixture fixture = new PackageFixture().conversation();
        String text = "words ".repeat(5_000);
        for (int i = 0; i < 200; i++) {
            fixture.said(i % 2 == 0 ? Author.CONSUMER : Author.AGENT, i % 2 == 0 ? null : "Ann", text);
        }

        Map<String, String> files = vcons(fixture);

        String id = fixture.conversationId().toString();
        assertThat(files)
                .containsOnlyKeys(
                        "vcon/" + id + ".vcon.json", "vcon/" + id + "-2.vcon.json", "vcon/" + id + "-3.vcon.json");
        List<JsonNode> parts =
                files.values().stream().map(PackageFixture::payload).toList();
        assertThat(parts).isNotEmpty().allSatisfy(part -> {
            assertThat(complaints(part)).isEmpty();
            assertThat(part.get("parties")).hasSize(3);
        });
        assertThat(parts.stream().mapToInt(part -> part.get("dialog").size()).sum())
                .isEqualTo(200);
        assertThat(parts.stream().map(part -> part.get("uuid").asString())).doesNotHaveDuplicates();
        assertThat(parts.get(1).get("subject").asString()).endsWith("part 2");
        assertThat(files.values())
                .isNotEmpty()
                .allSatisfy(jws -> assertThat(verifies(jws)).isTrue());
    }

    @Test
    void isSignedByTheKeyInItsCertificate() throws Exception {
        String jws = signed(hostile());
        JsonNode header =
                JsonMapper.shared().readTree(jws).get("signatures").get(0).get("header");

        assertThat(verifies(jws)).isTrue();
        assertThat(header.get("uuid").asString())
                .isEqualTo(PackageFixture.payload(jws).get("uuid").asString());
    }

    @Test
    void oneThatWasChangedIsRefused() throws Exception {
        String jws = signed(new PackageFixture().conversation().said(Author.AGENT, "Ann", "We refund you"));
        String payload = JsonMapper.shared().readTree(jws).get("payload").asString();
        String changed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(payload), UTF_8)
                        .replace("We refund you", "We never did!")
                        .getBytes(UTF_8));

        assertThat(changed).isNotEqualTo(payload);
        assertThat(verifies(jws)).isTrue();
        assertThat(verifies(jws.replace(payload, changed))).isFalse();
    }

    private static PackageFixture hostile() {
        return new PackageFixture()
                .client("A\uD800<b>")
                .conversation(Held.Fate.EXPIRED)
                .visit(Held.Fate.ERASED, null)
                .visit(Held.Fate.PRESENT, "\"}],\"uuid\":\"x")
                .message(Held.Fate.PRESENT, Author.CONSUMER, "\uDC00", "../../etc/passwd", "</script>\u202E\uD83D")
                .message(Held.Fate.PRESENT, Author.BOT, "", "", "")
                .gone(Held.Fate.EXPIRED)
                .gone(Held.Fate.ERASED)
                .gone(Held.Fate.REDACTED)
                .disagreedWith("text", "\"}],\"uuid\":\"x")
                .gone(Held.Fate.DENIED);
    }

    private JsonNode vcon(PackageFixture fixture) throws Exception {
        return PackageFixture.payload(signed(fixture));
    }

    private String signed(PackageFixture fixture) throws Exception {
        Map<String, String> vcons = vcons(fixture);
        assertThat(vcons).containsOnlyKeys("vcon/" + fixture.conversationId() + ".vcon.json");
        return vcons.values().iterator().next();
    }

    private Map<String, String> vcons(PackageFixture fixture) throws Exception {
        Map<String, String> files = fixture.files(folder);
        files.keySet().removeIf(name -> !name.startsWith("vcon/"));
        return files;
    }

    /// `format` is asserted.
    private static List<String> complaints(JsonNode vcon) {
        Schema schema;
        try (InputStream in = VconTest.class.getResourceAsStream(SCHEMA)) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(Objects.requireNonNull(in));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return schema
                .validate(
                        vcon.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static boolean verifies(String jws) {
        try {
            JWSObjectJSON parsed = JWSObjectJSON.parse(jws);
            JWSObjectJSON.Signature signature = parsed.getSignatures().getFirst();
            assertThat(parsed.getSignatures()).hasSize(1);
            List<?> chain = (List<?>) signature.getUnprotectedHeader().getParam("x5c");
            JWSVerifier verifier =
                    new Ed25519(X509CertUtils.parse(Base64.getDecoder().decode((String) chain.getFirst()))
                            .getPublicKey());
            return signature.verify(verifier);
        } catch (Exception e) {
            throw new AssertionError("it can't be looked at", e);
        }
    }

    /// Nimbus wants Tink for this; the JDK does it.
    private static final class Ed25519 extends BaseJWSProvider implements JWSVerifier {
        private final PublicKey key;

        Ed25519(PublicKey key) {
            super(Set.of(JWSAlgorithm.EdDSA));
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] input, Base64URL signature) throws JOSEException {
            try {
                Signature verifying = Signature.getInstance("Ed25519");
                verifying.initVerify(key);
                verifying.update(input);
                return verifying.verify(signature.decode());
            } catch (GeneralSecurityException e) {
                throw new JOSEException("the signature can't be looked at", e);
            }
        }
    }
}
