package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Category;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;

class EnvelopeTest {
    private static final byte[] S = filled(32, 1);
    private static final byte[] B = filled(32, 2);
    private static final byte[] C = filled(32, 3);
    private static final String TYPE = "MessageRecorded";
    private static final EventId EVENT = EventId.parse("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static final ContentScope SCOPE = new ContentScope(
            ClientId.parse("00112233-4455-6677-8899-aabbccddeeff"),
            ConsumerId.random(),
            ConversationId.parse("ffeeddcc-bbaa-9988-7766-554433221100"),
            new Bucket(Category.MESSAGES, new Channel("web"), java.time.LocalDate.parse("2026-11-21")));

    private final ContentKey key = ContentKey.derive(SCOPE, S, B, C);

    // filled() { printf "$1%.0s" $(seq 32); }
    // openssl kdf -keylen 64 -kdfopt digest:SHA256 -kdfopt hexsalt:$(filled 01) -kdfopt hexkey:$(filled 02)$(filled 03)
    //   -kdfopt hexinfo:$(printf lethe.ck.1 | xxd
    // -p)0000112233445566778899aabbccddeeffffeeddccbbaa9988776655443322110000
    //   17$(printf messages/web/2026-11-21 | xxd -p) HKDF    # hexinfo is one word
    @Test
    void derivesTheKnownContentKey() {
        assertThat(hex(key.key().getEncoded()))
                .isEqualTo("1e13dd62310e2debcb570613f7c578792e29ddea9b86d4ad8b4043c6b03f0e6b");
        assertThat(hex(key.commitment())).isEqualTo("d9c52c897e33a8b08bf6cc8004b02d35ad16b767f3066e2583bf03a1116f118b");
    }

    // The ciphertext and tag, with the key from above:
    // python3 -c 'from cryptography.hazmat.primitives.ciphers.aead import AESGCM; h = bytes.fromhex; print(AESGCM(
    //   h("1e13dd62310e2debcb570613f7c578792e29ddea9b86d4ad8b4043c6b03f0e6b")).encrypt(b"\4" * 12, b"hello\x80" +
    // bytes(26),
    //   h("0100112233445566778899aabbccddeeffffeeddccbbaa998877665544332211000017") + b"messages/web/2026-11-21" +
    //   h("0102030405060708090a0b0c0d0e0f10000f") + b"MessageRecorded").hex())'
    @Test
    void sealsTheKnownEnvelope() {
        Sealed sealed;
        try (Gcm gcm = Gcm.borrow()) {
            sealed = Envelope.seal(gcm, filled(12, 4), key, EVENT, TYPE, utf8("hello"));
        }

        assertThat(hex(sealed.bytes()))
                .isEqualTo("01d9c52c897e33a8b08bf6cc8004b02d35ad16b767f3066e2583bf03a1116f118b"
                        + "04".repeat(12)
                        + "39a8b589405d03770c303e369a1784dac69afd22917830c8771367c843b23bbc"
                        + "e52d76572f5e29488d7b016c98a7b03c");
        assertThat(Envelope.open(key, EVENT, TYPE, sealed).text()).isEqualTo("hello");
    }

    // (printf 'lethe.fp.1\0'; printf '\1%.0s' $(seq 32)) | sha256sum
    @Test
    void takesTheKnownFingerprint() {
        assertThat(Wrapping.fingerprint(S))
                .isEqualTo("ad01f8dce921d25e6726e172eac889c70ca08d16c835dc78773f43933d5f17f6");
    }

    @Test
    void opensWhatItSealed() {
        Random random = seeded();
        for (int round = 0; round < 2_000; round++) {
            byte[] text = new byte[random.nextInt(round < 100 ? 20_000 : 300)];
            random.nextBytes(text);
            EventId event = new EventId(new UUID(random.nextLong(), random.nextLong()));

            Sealed sealed = Envelope.seal(key, event, TYPE, text);

            assertThat(sealed.bytes()).hasSize(61 + Padding.paddedLength(text.length));
            assertThat(Envelope.open(key, event, TYPE, sealed).bytes()).isEqualTo(text);
        }
    }

    @Test
    void refusesAnEnvelopeWithAnyBitFlipped() {
        Sealed sealed = Envelope.seal(key, EVENT, TYPE, utf8("hello"));
        for (int bit = 0; bit < sealed.bytes().length * 8; bit++) {
            byte[] changed = sealed.bytes().clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertTampered(key, EVENT, TYPE, new Sealed(changed));
        }
    }

    @Test
    void refusesAnEnvelopeCutShortOrLengthened() {
        byte[] sealed = Envelope.seal(key, EVENT, TYPE, utf8("hello")).bytes();
        for (int length = 0; length < sealed.length; length++) {
            assertTampered(key, EVENT, TYPE, new Sealed(Arrays.copyOf(sealed, length)));
        }
        assertTampered(key, EVENT, TYPE, new Sealed(Arrays.copyOf(sealed, sealed.length + 1)));
    }

    @Test
    void refusesEveryBitOfEveryIdFlipped() {
        Sealed sealed = Envelope.seal(key, EVENT, TYPE, utf8("hello"));
        for (int bit = 0; bit < 128; bit++) {
            EventId event = new EventId(flipped(EVENT.value(), bit));
            ClientId client = new ClientId(flipped(SCOPE.client().value(), bit));
            ConversationId conversation =
                    new ConversationId(flipped(SCOPE.conversation().value(), bit));
            assertTampered(key, event, TYPE, sealed);
            assertTampered(
                    elsewhere(
                            scope -> new ContentScope(client, scope.consumer(), scope.conversation(), scope.bucket())),
                    EVENT,
                    TYPE,
                    sealed);
            assertTampered(
                    elsewhere(
                            scope -> new ContentScope(scope.client(), scope.consumer(), conversation, scope.bucket())),
                    EVENT,
                    TYPE,
                    sealed);
        }
    }

    @Test
    void refusesAnEnvelopeInAnotherBucketOrTypeOrUnderAnotherKey() {
        Sealed sealed = Envelope.seal(key, EVENT, TYPE, utf8("hello"));
        Bucket bucket = SCOPE.bucket();
        for (Bucket other : new Bucket[] {
            new Bucket(Category.CONTACT, bucket.channel(), bucket.day()),
            new Bucket(bucket.category(), new Channel("sms"), bucket.day()),
            new Bucket(bucket.category(), bucket.channel(), bucket.day().plusDays(1))
        }) {
            assertTampered(
                    elsewhere(scope -> new ContentScope(scope.client(), scope.consumer(), scope.conversation(), other)),
                    EVENT,
                    TYPE,
                    sealed);
        }
        assertTampered(key, EVENT, "MessageCorrected", sealed);
        assertTampered(ContentKey.derive(SCOPE, B, S, C), EVENT, TYPE, sealed);
        assertTampered(ContentKey.derive(SCOPE, S, C, B), EVENT, TYPE, sealed);
    }

    @Test
    void sealsTheSameTextUnderAFreshNonce() {
        assertThat(Envelope.seal(key, EVENT, TYPE, utf8("hello")))
                .isNotEqualTo(Envelope.seal(key, EVENT, TYPE, utf8("hello")));
    }

    @Test
    void refusesAWrappedKeyInAnotherRow() {
        ClientId client = SCOPE.client();
        KeyName name = KeyName.of(client, SCOPE.consumer());
        byte[] wrapped = Wrapping.wrap(key.key(), name, 7, S);

        assertThat(Wrapping.unwrap(key.key(), name, 7, wrapped)).isEqualTo(S);
        for (KeyName other : new KeyName[] {
            KeyName.of(client, ConsumerId.random()),
            KeyName.of(ClientId.random(), SCOPE.consumer()),
            new KeyName(client, org.lethe.contracts.KeyKind.CONVERSATION, name.naturalKey())
        }) {
            assertThatExceptionOfType(TamperedException.class)
                    .isThrownBy(() -> Wrapping.unwrap(key.key(), other, 7, wrapped));
        }
        assertThatExceptionOfType(TamperedException.class)
                .isThrownBy(() -> Wrapping.unwrap(key.key(), name, 8, wrapped));
    }

    private static void assertTampered(ContentKey key, EventId event, String type, Sealed sealed) {
        assertThatExceptionOfType(TamperedException.class).isThrownBy(() -> Envelope.open(key, event, type, sealed));
    }

    private static ContentKey elsewhere(UnaryOperator<ContentScope> change) {
        return ContentKey.derive(change.apply(SCOPE), S, B, C);
    }

    private static UUID flipped(UUID id, int bit) {
        return bit < 64
                ? new UUID(id.getMostSignificantBits() ^ 1L << bit, id.getLeastSignificantBits())
                : new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1L << bit - 64);
    }

    static Random seeded() {
        long seed = Long.getLong("lethe.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (set -Dlethe.test.seed to repeat)");
        return new Random(seed);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
